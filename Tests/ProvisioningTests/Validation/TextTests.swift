import Provisioning
import Testing

@Suite("Names, texts and identifiers")
struct TextTests {
    private let cells = CellChecker()
    private static let singleLine: [UserColumn] = [
        .firstName, .lastName, .displayName, .department, .jobTitle, .manager, .deviceName,
        .externalID, .employeeID, .device, .session,
    ]

    @Test(arguments: [
        "Ada", "O'Brien", "Jos\u{E9}", "Jose\u{301}", "\u{5F20}\u{4F1F}",
        "\u{645}\u{62D}\u{645}\u{62F}",
        "\u{915}\u{94D}\u{200D}\u{937}", "\u{1F469}\u{200D}\u{1F52C}", "a, b", "=1+1", "x\u{FEFF}y",
    ])
    func nameKeepsItsBytes(name: String) {
        for column in Self.singleLine { #expect(cells.answer(column, name) == .asWritten) }
    }

    @Test func surroundingSpacesOfANameAreKept() {
        #expect(cells.answer(.firstName, " Ada ") == .asWritten)
        #expect(cells.check(.externalID, " 007 ") == .value("007"))
        #expect(cells.check(.employeeID, "\u{A0}007") == .value("007"))
    }

    @Test(arguments: [
        "a\u{0}b", "a\tb", "a\nb", "a\rb", "a\u{1B}[31mb", "a\u{7F}", "a\u{80}", "a\u{9F}b",
        "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "a\u{61C}b", "a\u{200E}b", "a\u{200F}b",
        "a\u{202A}b", "a\u{202E}b", "a\u{2066}b", "a\u{2069}b",
    ])
    func characterThatHidesOrReordersIsRefused(name: String) {
        for column in Self.singleLine {
            #expect(cells.check(column, name) == .fault(.fieldTextForbiddenCharacter))
        }
    }

    @Test(arguments: [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF] as [UInt32])
    func noncharacterIsRefused(value: UInt32) throws {
        let name = String(Character(try #require(Unicode.Scalar(value))))
        #expect(cells.check(.firstName, name) == .fault(.fieldTextForbiddenCharacter))
        #expect(cells.check(.username, name) == .fault(.fieldUsernameForbiddenCharacter))
    }

    @Test func lineBreaksStandInReasonsOnly() {
        #expect(cells.check(.reason, "one\r\n\ttwo") == .value("one\r\n\ttwo"))
        #expect(cells.check(.reason, "one\u{2028}two") == .fault(.fieldTextForbiddenCharacter))
        #expect(cells.finding(.firstName, "a\nb")?.contains("no line breaks") == true)
    }

    @Test func controlCharactersAreFoundAtEveryPlace() {
        for length in 1...40 {
            for place in 0..<length {
                for byte: UInt8 in [0x00, 0x1F, 0x7F, 0xFF, 0x80] {
                    var cell = [UInt8](repeating: 0x7E, count: length)
                    cell[place] = byte
                    #expect(
                        cells.check(.firstName, cell) == .fault(.fieldTextForbiddenCharacter))
                }
            }
        }
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0x80],
            [0xC3, 0x41],
        ] as [[UInt8]])
    func bytesThatAreNotUTF8AreRefused(cell: [UInt8]) {
        #expect(cells.check(.lastName, cell) == .fault(.fieldTextForbiddenCharacter))
    }

    @Test func lengthsBiteAboveTheirLimits() {
        let text = String(repeating: "x", count: 1_024)
        #expect(cells.check(.lastName, text) == .value(text))
        #expect(cells.check(.lastName, text + "x") == .fault(.fieldTextTooLong))
        #expect(cells.check(.lastName, text.dropLast() + "\u{E9}") == .fault(.fieldTextTooLong))
        let key = String(repeating: "7", count: 255)
        #expect(cells.check(.externalID, key) == .value(key))
        #expect(cells.check(.externalID, key + "7") == .fault(.fieldExternalIDTooLong))
        #expect(cells.check(.employeeID, key) == .value(key))
        #expect(cells.check(.employeeID, key + "7") == .fault(.fieldTextTooLong))
    }

    @Test(arguments: [
        ("1.23E+11", true), ("1,23E+11", true), ("1E+11", true), ("1.5e7", true), ("-1.0E-5", true),
        ("1E5", false), ("00123", false), ("1.23", false), ("E+11", false), ("1.E+5", false),
        ("1.2E+", false), ("1.2E+5x", false), ("", false),
    ])
    func scientificNotationIsDoubted(cell: String, isMangled: Bool) {
        let rules = ColumnRules(profile: FeedProfile(), limits: Limits())
        Array(cell.utf8).withUnsafeBytes { bytes in
            #expect(MangledNumber.looksMangled(bytes) == isMangled)
            let doubt = rules.doubt(.externalID, bytes)
            #expect((doubt?.code == .fieldNumberMangled) == isMangled)
            #expect(doubt?.severity != .error)
            #expect(rules.doubt(.lastName, bytes) == nil)
        }
    }

    @Test func leadingZerosOfIdentifiersAreKept() {
        #expect(cells.answer(.externalID, "000123") == .asWritten)
        #expect(cells.answer(.employeeID, "1.23E+11") == .asWritten)
    }
}
