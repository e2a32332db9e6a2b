/// Names as bytes, each with the field that its values have: a small open-addressing table.
struct NameTable {
    struct Entry {
        let name: ContiguousArray<UInt8>
        let field: Int
        let kind: FoundColumns.Kind
    }

    private var entries: ContiguousArray<Entry> = []
    /// Index in `entries` plus one by place; 0: the place is free.
    private var places: ContiguousArray<UInt32> = .init(repeating: 0, count: 64)

    /// Names that are remembered.
    var count: Int { entries.count }

    /// What is remembered of `name`.
    @inline(__always)
    func entry(of name: UnsafeRawBufferPointer) -> Entry? {
        var place = Self.hash(name) & (places.count - 1)
        while places[place] != 0 {
            let entry = entries[Int(places[place]) - 1]
            if Self.equal(entry.name, name) { return entry }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    /// Remembers a name that is not there yet.
    mutating func add(_ name: UnsafeRawBufferPointer, field: Int, kind: FoundColumns.Kind) {
        entries.append(Entry(name: ContiguousArray(name), field: field, kind: kind))
        if entries.count * 2 > places.count {
            places = .init(repeating: 0, count: places.count * 2)
            for index in entries.indices { put(index) }
        } else {
            put(entries.count - 1)
        }
    }

    private mutating func put(_ index: Int) {
        var place = entries[index].name.withUnsafeBytes { Self.hash($0) } & (places.count - 1)
        while places[place] != 0 { place = (place + 1) & (places.count - 1) }
        places[place] = UInt32(index + 1)
    }

    /// FNV-1a with its high bits folded down; the number of names is bounded, so that names made
    /// to collide cost little.
    @inline(__always)
    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int(truncatingIfNeeded: (state ^ state &>> 32) & 0x7FFF_FFFF)
    }

    @inline(__always)
    private static func equal(
        _ left: ContiguousArray<UInt8>, _ right: UnsafeRawBufferPointer
    ) -> Bool {
        left.count == right.count && left.elementsEqual(right)
    }
}
