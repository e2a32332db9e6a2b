import Provisioning

/// The keys of a chunk's records, where a result finds them.
struct ShownKeys {
    private let slots: (username: Int, email: Int, externalID: Int)
    private let slotCount: Int
    private let values: UnsafeBufferPointer<CellValue>
    private let base: UnsafePointer<UInt8>

    /// Finds the slots; valid as long as `values` and the chunk's buffer stay. Unless `areShown`,
    /// no record has keys.
    init(_ batch: RecordBatch, _ values: UnsafeBufferPointer<CellValue>, areShown: Bool) {
        slots = (
            areShown ? batch.layout.slot(of: .username) ?? -1 : -1,
            areShown ? batch.layout.slot(of: .email) ?? -1 : -1,
            areShown ? ColumnLayout.externalIDSlot : -1
        )
        slotCount = batch.layout.slotCount
        self.values = values
        base = UnsafePointer(batch.chunk.base)
    }

    /// Appends the keys of `identity` where there is one, else those that the record has.
    @inline(__always)
    func append(
        of record: Int, or identity: ShownIdentity?, as encoding: some ResultEncoding,
        to buffer: inout ByteBuffer
    ) {
        if let identity {
            append(0, nil, identity.username, as: encoding, to: &buffer)
            append(1, nil, identity.email, as: encoding, to: &buffer)
            append(2, nil, identity.externalID, as: encoding, to: &buffer)
            return
        }
        append(0, own(record, slots.username), nil, as: encoding, to: &buffer)
        append(1, own(record, slots.email), nil, as: encoding, to: &buffer)
        append(2, own(record, slots.externalID), nil, as: encoding, to: &buffer)
    }

    @inline(__always)
    private func own(_ record: Int, _ slot: Int) -> UnsafeRawBufferPointer? {
        guard slot >= 0 else { return nil }
        let cell = values[record * slotCount + slot]
        guard cell.isValue else { return nil }
        let range = cell.range
        return UnsafeRawBufferPointer(start: base + Int(range.start), count: Int(range.length))
    }

    @inline(__always)
    private func append(
        _ index: Int, _ own: UnsafeRawBufferPointer?, _ other: ByteString?,
        as encoding: some ResultEncoding, to buffer: inout ByteBuffer
    ) {
        if let own {
            encoding.key(index, own, to: &buffer)
        } else if let other {
            other.bytes.withUnsafeBytes { encoding.key(index, $0, to: &buffer) }
        } else {
            encoding.key(index, nil, to: &buffer)
        }
    }
}
