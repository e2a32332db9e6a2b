import Provisioning
import Yams

/// One result as the results file of a run has it.
struct RecordedResult {
    /// nil: a leaver's.
    var record: UInt32?
    var line: UInt64?
    var action: String
    var outcome: String
    var username: String
    var email: String
    var externalID: String
    var issues: [(code: String, message: String)]
    var detail: String

    /// The result of a record in the file at `path`; nil: it has none, or there is no such file.
    static func read(record: UInt32, from path: String) -> RecordedResult? {
        let csv = Array("\(record),".utf8)
        let json = Array("{\"record\":\(record),".utf8)
        let line = LineFile.first(in: path) { $0.starts(with: csv) || $0.starts(with: json) }
        return line.flatMap(parse)
    }

    /// Outcomes of the records in a results file, from record 1 to `last`; empty: there is no such
    /// file.
    ///
    /// Reads no more of a line than its outcome.
    static func outcomes(
        through last: UInt32, from path: String
    ) -> ContiguousArray<Outcome> {
        let words = Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0.word, $0) })
        var outcomes: ContiguousArray<Outcome> = []
        _ = LineFile.first(in: path) { line in
            if let word = outcomeWord(line) { outcomes.append(words[word] ?? .skipped) }
            return outcomes.count >= Int(last)
        }
        return outcomes
    }

    /// The outcome on the line of a record; nil: it is a leaver's or no result.
    private static func outcomeWord(_ line: ArraySlice<UInt8>) -> String? {
        guard line.first == 0x7B else {
            let cells = cells(of: line, limit: 4)
            return cells.count < 4 || UInt32(cells[0]) == nil ? nil : cells[3]
        }
        guard line.starts(with: recordMember), let digit = line.dropFirst(recordMember.count).first,
            (0x30...0x39).contains(digit)
        else { return nil }
        // A quote inside a text is written with a backslash, so this is the member itself.
        var rest = line.dropFirst(recordMember.count)
        while let comma = rest.firstIndex(of: 0x2C) {
            rest = rest[(comma + 1)...]
            guard rest.starts(with: outcomeMember) else { continue }
            return String(
                decoding: rest.dropFirst(outcomeMember.count).prefix { $0 != 0x22 }, as: UTF8.self)
        }
        return nil
    }

    private static let recordMember = Array("{\"record\":".utf8)
    private static let outcomeMember = Array("\"outcome\":\"".utf8)

    /// The first result that has one of these texts among its keys; of leavers alone, if
    /// `areLeavers`.
    static func read(
        about names: [String], areLeavers: Bool, from path: String
    ) -> RecordedResult? {
        let wanted = Set(names.filter { !$0.isEmpty }.map { $0.lowercased() })
        guard !wanted.isEmpty else { return nil }
        let texts = wanted.map { Array($0.utf8) }
        var found: RecordedResult?
        _ = LineFile.first(in: path) { line in
            guard texts.contains(where: { holds($0, line) }), let result = parse(Array(line)) else {
                return false
            }
            let keys = [result.username, result.email, result.externalID].map { $0.lowercased() }
            guard keys.contains(where: wanted.contains), !areLeavers || result.record == nil else {
                return false
            }
            found = result
            return true
        }
        return found
    }

    /// Whether a line holds a text in lower case, whatever its own case; a cheap look before it is
    /// taken apart.
    private static func holds(_ text: [UInt8], _ line: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, first < 0x80 else { return true }
        var start = line.startIndex
        while line.endIndex - start >= text.count {
            if lower(line[start]) == first,
                zip(text, line[start...]).allSatisfy({ $0 == lower($1) || $0 >= 0x80 })
            {
                return true
            }
            start += 1
        }
        return false
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    private static func parse(_ line: [UInt8]) -> RecordedResult? {
        line.first == 0x7B ? parseObject(line) : parseCells(line)
    }

    private static func parseCells(_ line: [UInt8]) -> RecordedResult? {
        let cells = cells(of: line[...], limit: .max)
        guard cells.count >= 10, cells[0] != "record" else { return nil }
        let codes = cells[7].split(separator: ";").map(String.init)
        return RecordedResult(
            record: UInt32(cells[0]), line: UInt64(cells[1]), action: cells[2], outcome: cells[3],
            username: bare(cells[4]), email: bare(cells[5]), externalID: bare(cells[6]),
            issues: paired(codes, bare(cells[8])), detail: bare(cells[9]))
    }

    /// A cell without the `'` that keeps a spreadsheet from running it as a formula.
    private static func bare(_ cell: String) -> String {
        let rest = cell.dropFirst()
        guard cell.first == "'", let first = rest.unicodeScalars.first,
            "=+-@\t\r".unicodeScalars.contains(first)
        else { return cell }
        return String(rest)
    }

    /// Messages of a CSV cell stand in one text; it goes with the first code.
    private static func paired(
        _ codes: [String], _ messages: String
    ) -> [(code: String, message: String)] {
        let parts = messages.components(separatedByText: " | ")
        if parts.count == codes.count { return Array(zip(codes, parts)).map { ($0, $1) } }
        return codes.enumerated().map { ($1, $0 == 0 ? messages : "") }
    }

    /// The cells of a line that has no line break in a cell.
    private static func cells(of line: ArraySlice<UInt8>, limit: Int) -> [String] {
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            if byte == 0x22 {
                if isQuoted, index + 1 < line.endIndex, line[index + 1] == 0x22 {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == 0x2C, !isQuoted {
                cells.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
                if cells.count == limit { return cells }
            } else {
                cell.append(byte)
            }
            index += 1
        }
        return cells + [String(decoding: cell, as: UTF8.self)]
    }

    private static func parseObject(_ line: [UInt8]) -> RecordedResult? {
        guard let object = JSONFile(text: String(decoding: line, as: UTF8.self)) else { return nil }
        let issues = object.list("issues").map { issue in
            let column = issue.text("column").map { "\($0): " } ?? ""
            return (
                code: issue.text("code") ?? "", message: column + (issue.text("message") ?? "")
            )
        }
        return RecordedResult(
            record: object.text("record").flatMap { UInt32($0) },
            line: object.text("line").flatMap { UInt64($0) }, action: object.text("action") ?? "",
            outcome: object.text("outcome") ?? "", username: object.text("username") ?? "",
            email: object.text("email") ?? "", externalID: object.text("external_id") ?? "",
            issues: issues, detail: object.text("detail") ?? "")
    }
}

extension String {
    /// The parts between occurrences of a text.
    func components(separatedByText separator: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var rest = self[...]
        while let first = rest.first {
            if rest.hasPrefix(separator) {
                parts.append(part)
                part = ""
                rest = rest.dropFirst(separator.count)
            } else {
                part.append(first)
                rest = rest.dropFirst()
            }
        }
        return parts + [part]
    }
}
