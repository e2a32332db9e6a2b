import Provisioning

/// Finds the field of each value of a record, from the tape to a row.
///
/// Two passes over the tape: the first gives every key its node, finds keys that come twice and
/// counts names, without a column being made; the second asks for columns and fills the row. In
/// the records of one feed nearly all of this has been seen before, and costs a comparison of the
/// key's bytes.
struct JSONRecordMapper: ~Copyable {
    let columns: FoundColumns
    let fieldBytesMax: Int
    let columnsMax: Int
    /// What stands between the values of a list.
    let separator: UInt8
    /// Which bytes separate values of a list.
    let isSeparator: [Bool]
    let clearToken: ByteString
    /// Whether an empty array says that a list has no values.
    let clearsEmptyLists: Bool

    var tree: JSONKeyTree
    var answers = JSONAnswers()
    var row = JSONRow()
    /// Values that do not stand in the feed as they are, of all records of the chunk.
    var made = JSONBytes()
    /// The first thing that is wrong with the record's keys and values.
    var fault: JSONFault?
    /// Whether the record has a fault already, so that only names that somebody wants count.
    var isFaulty = false

    var tokens: UnsafeMutablePointer<JSONToken>
    var base: UnsafePointer<UInt8>
    /// Ordinals that tell the record, and each object in it, from all before.
    var record: UInt64 = 0
    var lastScope: UInt64 = 0
    /// Names of values in the record.
    var nameCount = 0
    /// Where the clear token stands among the values made; nil: no record of the chunk needed it.
    private var clearRange: JSONRange?
    /// Choices that the element in hand answers to.
    var choices: ContiguousArray<(key: Int32, choice: Int32)> = []
    /// A name under construction.
    var name = JSONBytes()

    /// Makes a mapper of what a scanner puts on `tape`.
    init(
        columns: FoundColumns, profile: FeedProfile, limits: Limits, tape: borrowing JSONTape
    ) {
        tokens = tape.tokens
        base = UnsafePointer(made.base)
        self.columns = columns
        fieldBytesMax = limits.fieldBytesMax
        columnsMax = limits.columnsMax
        separator = profile.listSeparators.first ?? UInt8(ascii: ";")
        var isSeparator = [Bool](repeating: false, count: 256)
        for byte in profile.listSeparators { isSeparator[Int(byte)] = true }
        self.isSeparator = isSeparator
        clearToken = profile.clearToken
        clearsEmptyLists = profile.groupsMode == .replace
        tree = JSONKeyTree(filterKeys: columns.filterKeys)
    }

    /// Forgets the values made for the chunk before.
    mutating func beginChunk() {
        made.removeAll()
        clearRange = nil
    }

    /// Fills the row from the tokens of a record; what is wrong is in `fault`.
    ///
    /// - Parameters:
    ///   - tape: of the record, complete up to its fault.
    ///   - base: of the buffer that it was scanned in.
    ///   - isFaulty: whether the scanner has found a fault.
    /// - Throws: what `FoundColumns.field` throws.
    mutating func map(
        _ tape: borrowing JSONTape, base: UnsafePointer<UInt8>, isFaulty: Bool
    ) throws(RunHalt) {
        fault = nil
        guard tape.count > 0 else { return }
        self.base = base
        self.isFaulty = isFaulty
        tokens = tape.tokens
        if tree.isOvergrown {
            tree.removeAll()
            answers.removeAll()
        }
        record += 1
        nameCount = 0
        lastScope += 1
        resolveMembers(of: 0, in: JSONKeyTree.root, scope: lastScope)
        if nameCount > columnsMax {
            fault = JSONFault(.keysTooMany, at: Int(tokens[0].start))
            return
        }
        try mapMembers(of: 0)
        let tooLong = row.join(
            separator: separator, base: base, made: &made, bytesMax: fieldBytesMax)
        if tooLong != nil { note(.fieldTooLong, at: 0) }
    }

    /// Notes what is wrong, unless something was before.
    @inline(never)
    mutating func note(_ kind: JSONFault.Kind, at token: Int) {
        if fault == nil { fault = JSONFault(kind, at: Int(tokens[token].start)) }
    }

    // MARK: Objects

    private mutating func mapMembers(of object: Int) throws(RunHalt) {
        let last = Int(tokens[object].next)
        var index = object + 1
        while index < last {
            let token = tokens[index]
            if token.node >= 0 {
                switch token.kind {
                case .object: try mapMembers(of: index)
                case .array: try mapArray(index)
                default:
                    let known = try column(of: token.node)
                    put(index, known)
                }
            }
            index = Int(token.next)
        }
    }

    /// The column of a node's name.
    @inline(__always)
    mutating func column(of node: Int32) throws(RunHalt) -> JSONColumn {
        let known = tree.nodes[Int(node)].column
        if !isFaulty, known.field != JSONKeyNode.fieldUnknown { return known }
        return try askColumn(of: node)
    }

    @inline(never)
    private mutating func askColumn(of node: Int32) throws(RunHalt) -> JSONColumn {
        let known = tree.nodes + Int(node)
        appendName(of: node)
        let bytes = name.bytes(from: 0, name.count)
        if isFaulty {
            let isWanted = known.pointee.isWanted ?? columns.wants(bytes)
            known.pointee.isWanted = isWanted
            if !isWanted { return .none }
        }
        let column = JSONColumn(try columns.field(named: bytes))
        known.pointee.column = column
        return column
    }

    /// The column of a node's name; nil, without a column being made, if nobody wants it.
    mutating func wantedColumn(of node: Int32) throws(RunHalt) -> JSONColumn? {
        let known = tree.nodes + Int(node)
        if known.pointee.isWanted == nil {
            appendName(of: node)
            known.pointee.isWanted = columns.wants(name.bytes(from: 0, name.count))
        }
        return known.pointee.isWanted == true ? try column(of: node) : nil
    }

    /// Makes the name of a node: its path, without the brackets of the array that it is in.
    private mutating func appendName(of node: Int32) {
        let stem = tree.nodes[Int(node)].stemLength
        let path = tree.path(of: node)
        name.removeAll()
        if stem < 0 { return name.append(path) }
        name.append(UnsafeRawBufferPointer(rebasing: path[..<stem]))
        name.append(UnsafeRawBufferPointer(rebasing: path[(stem + 2)...]))
    }

    // MARK: Values

    /// Puts a value into a column, if it is used.
    @inline(__always)
    mutating func put(_ index: Int, _ column: JSONColumn) {
        if column.isUnused { return }
        let token = tokens[index]
        let span = JSONRange(start: token.start, length: token.end - token.start)
        let value = value(of: token)
        if column.isList {
            row.add(Int(column.field), value, span: span)
        } else if !row.set(Int(column.field), value, span: span) {
            noteSeveral(column, at: index)
        }
    }

    @inline(never)
    private mutating func noteSeveral(_ column: JSONColumn, at index: Int) {
        note(.valueSeveral(path: ByteString(columns.name(of: Int(column.field)))), at: index)
    }

    /// The value of a scalar as a range.
    @inline(__always)
    mutating func value(of token: JSONToken) -> JSONRange {
        switch token.kind {
        case .string where !token.hasEscapes:
            JSONRange(start: token.start + 1, length: token.end - token.start - 2)
        case .string: unescaped(token)
        case .null: cleared()
        default: JSONRange(start: token.start, length: token.end - token.start)
        }
    }

    @inline(never)
    private mutating func unescaped(_ token: JSONToken) -> JSONRange {
        let start = made.count
        let length = Int(token.end - token.start) - 2
        made.append(
            unescaping: UnsafeRawBufferPointer(start: base + Int(token.start) + 1, count: length))
        return JSONRange(
            start: UInt32(truncatingIfNeeded: start) | JSONRange.made,
            length: UInt32(truncatingIfNeeded: made.count - start))
    }

    mutating func cleared() -> JSONRange {
        if let clearRange { return clearRange }
        let start = UInt32(truncatingIfNeeded: made.count)
        clearToken.bytes.withUnsafeBytes { made.append($0) }
        let range = JSONRange(
            start: start | JSONRange.made,
            length: UInt32(truncatingIfNeeded: clearToken.bytes.count))
        clearRange = range
        return range
    }
}
