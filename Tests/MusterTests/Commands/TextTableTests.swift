import Muster
import Provisioning
import ResultReporting
import Testing

/// Tables for people, in the width that there is.
@Suite struct TextTableTests {
    private static let columns: [TableColumn] = [
        .text("NAME", least: 6), .text("EMAIL", least: 12, rank: 1), .whole("STATE"),
        .number("COUNT", rank: 2), .text("NOTE", least: 6, rank: 3),
    ]

    private static let rows = [
        ["ada", "ada.lovelace@example.com", "active", "1234567", "the first of them"],
        ["李小龙", "li@example.com", "disabled", "7", ""],
    ]

    private static func lines(_ width: Int?, _ rows: [[String]] = rows) -> [String] {
        var table = TextTable(columns, width: width, style: .plain)
        return (table.text(rows) + table.remark).split(separator: "\n").map(String.init)
    }

    @Test func everythingIsShownWhereThereIsRoom() {
        #expect(
            Self.lines(80) == [
                "NAME    EMAIL                     STATE         COUNT  NOTE",
                "ada     ada.lovelace@example.com  active    1,234,567  the first of them",
                "李小龙  li@example.com            disabled          7",
            ])
    }

    @Test func cellsGiveWayBeforeColumnsDo() {
        #expect(
            Self.lines(60) == [
                "NAME    EMAIL                    STATE         COUNT  NOTE",
                "ada     ada.lovelace@example.c…  active    1,234,567  the f…",
                "李小龙  li@example.com           disabled          7",
            ])
    }

    @Test func whatIsNeededLeastGoesFirst() {
        #expect(
            Self.lines(44) == [
                "NAME    EMAIL            STATE         COUNT",
                "ada     ada.lovelace@e…  active    1,234,567",
                "李小龙  li@example.com   disabled          7",
                "No room for NOTE: widen the terminal, or --format json.",
            ])
    }

    @Test func noLineIsLongerThanTheTerminalAsLongAsCellsCanBeCut() {
        for width in 20...100 {
            for line in Self.lines(width) where !line.hasPrefix("No room") {
                #expect(DisplayWidth.columns(line) <= max(width, 16), "\(width): \(line)")
            }
        }
    }

    @Test func aPipeGetsAllOfItPlain() {
        #expect(
            Self.lines(nil) == [
                "ada\tada.lovelace@example.com\tactive\t1234567\tthe first of them",
                "李小龙\tli@example.com\tdisabled\t7\t",
            ])
    }

    @Test func aColumnThatIsEmptyTakesNoRoom() {
        let lines = Self.lines(40, [["ada", "a@b.example", "active", "", ""]])
        #expect(lines == ["NAME  EMAIL        STATE", "ada   a@b.example  active"])
    }

    @Test func aCellIsNeverCutWithinAnEscape() {
        let row = [
            "a\u{1B}b\u{202E}c\u{200B}d", "\\u{1B} \u{1F}\u{7F}@example.com", "", "",
            "\u{1B}[2J\u{1B}",
        ]
        for width in 10...90 {
            for line in Self.lines(width, [row]) {
                #expect(line.firstMatch(of: /\\(u(\{[0-9A-F]*)?)?…/) == nil, "\(width): \(line)")
            }
        }
        #expect(Self.lines(90, [row])[1].hasPrefix("a\\u{1B}b\\u{202E}c\\u{200B}d  "))
    }

    @Test func aFurtherPageKeepsTheColumns() {
        var table = TextTable(Self.columns, width: 60, style: .plain)
        _ = table.text([["ada", "a@b.example", "active", "1", ""]])
        #expect(
            table.text([["charles", "c@b.example", "active", "2", "a note"]])
                == "charles  c@b.example  active      2\n")
    }
}
