import Provisioning

/// The fields of the record in hand, while its values come in.
///
/// A list of several values is a chain of pieces until the record ends.
struct JSONRow: ~Copyable {
    private var values: UnsafeMutablePointer<JSONRange>
    private var spans: UnsafeMutablePointer<JSONRange>
    /// The last piece of a list of several, whose `values` are the first piece's; -1: it has none
    /// or one.
    private var lastPieces: UnsafeMutablePointer<Int32>
    private var capacity = 64
    /// Fields from 0 on that may be filled.
    private var filled = 0
    /// Pieces of lists but for their first ones, each with the index of the next; -1: the last.
    private var pieces: ContiguousArray<(range: JSONRange, next: Int32)> = []
    /// Fields with lists of several, with the index of the second piece.
    private var lists: ContiguousArray<(field: Int, second: Int32)> = []

    init() {
        values = .allocate(capacity: capacity)
        spans = .allocate(capacity: capacity)
        lastPieces = .allocate(capacity: capacity)
        clear(0, capacity)
    }

    deinit {
        values.deallocate()
        spans.deallocate()
        lastPieces.deallocate()
    }

    /// Sets a field; says false, and sets nothing, if it has a value.
    @inline(__always)
    mutating func set(_ field: Int, _ value: JSONRange, span: JSONRange) -> Bool {
        if field >= filled { extend(to: field + 1) }
        guard values[field].isAbsent else { return false }
        values[field] = value
        spans[field] = span
        return true
    }

    /// Adds a value to the list of a field.
    mutating func add(_ field: Int, _ value: JSONRange, span: JSONRange) {
        if set(field, value, span: span) { return }
        let piece = Int32(pieces.count)
        pieces.append((value, -1))
        let last = lastPieces[field]
        if last < 0 { lists.append((field, piece)) } else { pieces[Int(last)].next = piece }
        lastPieces[field] = piece
    }

    /// Joins the lists, in `made` bytes; says which field, if any, becomes longer than `bytesMax`.
    @inline(__always)
    mutating func join(
        separator: UInt8, base: UnsafePointer<UInt8>, made: inout JSONBytes, bytesMax: Int
    ) -> Int? {
        if lists.isEmpty { return nil }
        return joinAll(separator: separator, base: base, made: &made, bytesMax: bytesMax)
    }

    /// Gives the fields, `count` of them, and is empty again.
    @inline(__always)
    mutating func take(
        _ count: Int,
        _ body: (UnsafeBufferPointer<ByteRange>, UnsafeBufferPointer<ByteRange>) -> Void
    ) {
        if count > filled { extend(to: count) }
        body(Self.ranges(values, count), Self.ranges(spans, count))
        clear(0, filled)
        filled = 0
        guard !lists.isEmpty else { return }
        lists.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    private static func ranges(
        _ ranges: UnsafeMutablePointer<JSONRange>, _ count: Int
    ) -> UnsafeBufferPointer<ByteRange> {
        let bound = UnsafeRawPointer(ranges).assumingMemoryBound(to: ByteRange.self)
        return UnsafeBufferPointer(start: bound, count: count)
    }

    private mutating func joinAll(
        separator: UInt8, base: UnsafePointer<UInt8>, made: inout JSONBytes, bytesMax: Int
    ) -> Int? {
        var tooLong: Int?
        for list in lists {
            let start = made.count
            append(values[list.field], base: base, to: &made)
            var next = list.second
            while next >= 0 {
                let piece = pieces[Int(next)]
                made.append(separator)
                append(piece.range, base: base, to: &made)
                next = piece.next
            }
            values[list.field] = JSONRange(
                start: UInt32(truncatingIfNeeded: start) | JSONRange.made,
                length: UInt32(truncatingIfNeeded: made.count - start))
            if made.count - start > bytesMax { tooLong = tooLong ?? list.field }
        }
        return tooLong
    }

    @inline(__always)
    private func append(
        _ range: JSONRange, base: UnsafePointer<UInt8>, to made: inout JSONBytes
    ) {
        if range.isMade {
            made.appendOwn(from: Int(range.start & ~JSONRange.made), Int(range.length))
        } else {
            made.append(base + Int(range.start), Int(range.length))
        }
    }

    private mutating func clear(_ first: Int, _ last: Int) {
        (values + first).update(repeating: .absent, count: last - first)
        (spans + first).update(repeating: .absent, count: last - first)
        (lastPieces + first).update(repeating: -1, count: last - first)
    }

    @inline(__always)
    private mutating func extend(to count: Int) {
        if count > capacity { grow(to: count) }
        filled = count
    }

    @inline(never)
    private mutating func grow(to needed: Int) {
        let old = (values: values, spans: spans, lastPieces: lastPieces, capacity: capacity)
        while capacity < needed { capacity *= 2 }
        values = .allocate(capacity: capacity)
        spans = .allocate(capacity: capacity)
        lastPieces = .allocate(capacity: capacity)
        clear(0, capacity)
        values.update(from: old.values, count: old.capacity)
        spans.update(from: old.spans, count: old.capacity)
        lastPieces.update(from: old.lastPieces, count: old.capacity)
        old.values.deallocate()
        old.spans.deallocate()
        old.lastPieces.deallocate()
    }
}
