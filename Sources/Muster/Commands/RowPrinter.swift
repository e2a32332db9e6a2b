import Provisioning
import ResultReporting

/// One entry of a list: its cells for people, its members for programs.
struct PrintedRow {
    enum Value {
        case text(String?)
        case texts([String])
        case number(UInt64?)
        case truth(Bool)
    }

    var cells: [String]
    var members: [(name: String, value: Value)]
}

/// Prints a list page by page: a table, fields between tabs, or one array of objects.
final class RowPrinter {
    private let format: CommandFormat
    private let output: StandardOutput
    private var table: TextTable
    private var json = JSONWriter(layout: .indented)
    /// What a terminal shows in the place of no rows, without its end; nil once there are some.
    private var nothing: String?
    private let style: CommandStyle

    init(
        _ columns: [TableColumn], format: CommandFormat, to output: StandardOutput, width: Int?,
        style: CommandStyle, nothing: String
    ) {
        self.format = format
        self.nothing = width == nil ? nil : nothing
        self.style = style
        self.output = output
        table = TextTable(columns, width: width, style: style)
        if format == .json { json.beginArray() }
    }

    var isAbandoned: Bool { output.isAbandoned }

    func print(_ rows: [PrintedRow]) throws(RunHalt) {
        guard !rows.isEmpty else { return }
        nothing = nil
        switch format {
        case .text: try output.write(table.text(rows.map(\.cells)))
        case .json:
            for row in rows { Self.write(row.members, to: &json) }
            try output.write(json.take())
        }
    }

    /// Ends the list; a terminal is told that there was nothing, or what it had no room for.
    func finish() throws(RunHalt) {
        switch format {
        case .text:
            if let nothing { try output.write(style.faint(nothing) + "\n") }
            try output.write(table.remark)
        case .json:
            json.endArray()
            try output.write(json.take())
        }
        try output.flush()
    }

    static func write(
        _ members: [(name: String, value: PrintedRow.Value)], to json: inout JSONWriter
    ) {
        json.beginObject()
        for (name, value) in members {
            switch value {
            case .text(let text): json.member(name, text)
            case .truth(let truth): json.member(name, truth)
            case .number(let number):
                json.key(name)
                if let number { json.value(number) } else { json.null() }
            case .texts(let texts):
                json.key(name)
                json.beginArray()
                for text in texts { json.value(text) }
                json.endArray()
            }
        }
        json.endObject()
    }
}

extension PrintedRow {
    /// The members as one object of its own.
    var object: ByteString {
        var json = JSONWriter(layout: .indented)
        RowPrinter.write(members, to: &json)
        return json.take()
    }
}
