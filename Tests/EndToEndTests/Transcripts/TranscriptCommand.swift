/// One command of a transcript, and what the document says that it prints.
struct TranscriptCommand {
    /// The command as a shell reads it: continued lines and here-documents with it.
    var text: String
    /// Lines that are printed, without empty ones at the end.
    var expected: [String]
    /// Exit status.
    var status: Int32
    /// Number of the line of the command in the document, from 1.
    var line: Int
    /// Empty lines behind what is printed, which set off the next command.
    var blankLines: Int

    /// The commands of a transcript, in order.
    static func all(in block: DocumentBlock) -> [TranscriptCommand] {
        var commands: [TranscriptCommand] = []
        var lines = block.body[...]
        var number = block.line
        while let line = lines.popFirst() {
            number += 1
            guard line.hasPrefix("$ ") else {
                if commands.isEmpty { continue }
                commands[commands.count - 1].expected.append(line)
                continue
            }
            var command = TranscriptCommand(
                text: String(line.dropFirst(2)), expected: [], status: 0, line: number,
                blankLines: 0)
            while command.text.hasSuffix("\\"), let more = lines.popFirst() {
                command.text += "\n" + more
                number += 1
            }
            if let mark = command.text.firstMatch(of: /<<-?\s*['"]?(\w+)/)?.output.1 {
                while let more = lines.popFirst() {
                    command.text += "\n" + more
                    number += 1
                    if more == mark { break }
                }
            }
            commands.append(command)
        }
        for index in commands.indices { commands[index].takeStatus() }
        return commands
    }

    /// The commands of a comment that sets something up: they print nothing that matters.
    static func setup(of block: DocumentBlock) -> TranscriptCommand {
        TranscriptCommand(
            text: block.body.joined(separator: "\n"), expected: ["..."], status: 0,
            line: block.line + 1, blankLines: 0)
    }

    private mutating func takeStatus() {
        while expected.last == "" {
            expected.removeLast()
            blankLines += 1
        }
        guard let last = expected.last,
            let match = last.wholeMatch(of: /\(exit status (\d+)\)/),
            let number = Int32(match.output.1)
        else { return }
        status = number
        expected.removeLast()
    }

    /// The lines of the document for it.
    var lines: [String] {
        var lines = ("$ " + text).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        lines += expected
        if status != 0 { lines.append("(exit status \(status))") }
        return lines + Array(repeating: "", count: blankLines)
    }
}
