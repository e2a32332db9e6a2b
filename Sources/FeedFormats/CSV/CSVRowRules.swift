import Provisioning

/// Which rows of a CSV feed are no records: those that the profile skips, and the trailer.
///
/// Cells are compared without surrounding blanks and in any ASCII case. A row is recognised by its
/// cells alone, so it may have any number of them.
struct CSVRowRules: Sendable {
    enum Kind { case record, skipped, blank, trailer }

    /// Rules by which every row is a record.
    static let none = CSVRowRules(profile: FeedProfile())

    /// The trailer that the feed must have; nil: none.
    private(set) var trailer: TrailerRule?
    private var mark: [UInt8]
    private var skipped: [[UInt8]]
    /// Cells of the header; empty where rows that repeat it are records.
    private var header: [[UInt8]] = []
    private let skipsRepeatedHeaders: Bool
    private let skipsBlankRows: Bool
    /// Bytes of ASCII that such a row can begin with.
    private var leads: ASCIISet

    /// Rules of a feed with this profile, before its header is known.
    init(profile: FeedProfile) {
        trailer = profile.trailer
        mark = Self.folded(profile.trailer?.mark)
        skipped = profile.skippedRows.map(Self.folded).filter { !$0.isEmpty }
        skipsRepeatedHeaders = profile.skipsRepeatedHeaders
        skipsBlankRows = profile.skipsBlankRows
        leads = ASCIISet([])
        for text in skipped + [mark] { addLead(of: text) }
    }

    /// Takes in the header, as far as it matters.
    mutating func add(header names: [ByteString], delimiter: UInt8) {
        leads.insert(delimiter)
        let own = [RejectColumns.codes, RejectColumns.messages]
        if own.allSatisfy({ names.contains(ByteString($0)) }) { waiveTrailer() }
        guard skipsRepeatedHeaders else { return }
        header = names.map(Self.folded)
        if let first = header.first { addLead(of: first) }
    }

    /// Does without a trailer: rejects are read by the profile that they were read by before, and
    /// people take rows out of them.
    private mutating func waiveTrailer() {
        guard trailer != nil else { return }
        trailer = nil
        skipped.append(mark)
        mark = []
    }

    /// Whether there can be rows that are no records.
    var isNeeded: Bool {
        trailer != nil || !skipped.isEmpty || skipsRepeatedHeaders || skipsBlankRows
    }

    /// Whether a row whose first cell begins with `byte`, a quote around it left out, can be no
    /// record; the quick question before `kind`.
    @inline(__always)
    func mayConcern(_ byte: UInt8) -> Bool {
        byte <= 0x22 || byte >= 0x80 || leads.contains(byte)
    }

    /// What the row with these cells is; `base` is what they count from.
    func kind(
        of cells: UnsafeBufferPointer<ByteRange>, in base: UnsafePointer<UInt8>
    ) -> Kind {
        guard let first = cells.first else { return .record }
        if !mark.isEmpty, Self.equals(first, mark, in: base) { return .trailer }
        for text in skipped where Self.equals(first, text, in: base) { return .skipped }
        if repeatsHeader(cells, in: base) { return .skipped }
        return skipsBlankRows && isBlank(cells, in: base) ? .blank : .record
    }

    /// Whether there is nothing in any of the cells.
    func isBlank(
        _ cells: UnsafeBufferPointer<ByteRange>, in base: UnsafePointer<UInt8>
    ) -> Bool {
        cells.allSatisfy { Blanks.trimmed(UnsafeRawBufferPointer($0, in: base)).isEmpty }
    }

    private func repeatsHeader(
        _ cells: UnsafeBufferPointer<ByteRange>, in base: UnsafePointer<UInt8>
    ) -> Bool {
        guard !header.isEmpty, cells.count == header.count else { return false }
        for index in cells.indices {
            var cell = cells[index]
            // Files that were joined to one bring their byte order marks along.
            if index == 0, CSVPreamble.isMarked(UnsafeRawBufferPointer(cell, in: base)) {
                cell.start += UInt32(CSVPreamble.mark.count)
                cell.length -= UInt32(CSVPreamble.mark.count)
            }
            guard Self.equals(cell, header[index], in: base) else { return false }
        }
        return true
    }

    private mutating func addLead(of text: [UInt8]) {
        guard let lead = text.first else { return }
        leads.insert(lead)
        if Self.isLower(lead) { leads.insert(lead & ~0x20) }
    }

    // MARK: Cells

    private static func equals(
        _ cell: ByteRange, _ text: [UInt8], in base: UnsafePointer<UInt8>
    ) -> Bool {
        guard Int(cell.length) >= text.count else { return false }
        let bytes = Blanks.trimmed(UnsafeRawBufferPointer(cell, in: base))
        guard bytes.count == text.count else { return false }
        for index in 0..<text.count where lower(bytes[index]) != text[index] { return false }
        return true
    }

    private static func folded(_ text: ByteString?) -> [UInt8] {
        guard let text else { return [] }
        return text.bytes.withUnsafeBytes { Blanks.trimmed($0).map(lower) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    private static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
}

extension UnsafeRawBufferPointer {
    /// The bytes of a cell, counted from `base`.
    init(_ cell: ByteRange, in base: UnsafePointer<UInt8>) {
        self.init(start: base + Int(cell.start), count: Int(cell.length))
    }
}
