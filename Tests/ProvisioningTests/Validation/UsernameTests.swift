import Provisioning
import Testing

@Suite("Usernames")
struct UsernameTests {
    private let cells = CellChecker()

    // Examples of RFC 8265, section 3.5, tables 1 and 3, by their numbers there.
    @Test(arguments: [
        ("juliet@example.com", "juliet@example.com"),
        ("fussball", "fussball"),
        ("fu\u{DF}ball", "fu\u{DF}ball"),
        ("\u{3C0}", "\u{3C0}"),
        ("\u{3A3}", "\u{3C3}"),
        ("\u{3C3}", "\u{3C3}"),
        ("\u{3C2}", "\u{3C2}"),
    ])
    func exampleOfTheProfileHasItsComparedForm(name: String, key: String) {
        #expect(cells.check(.username, name) == .value(name))
        #expect(cells.usernameKey(name) == .value(key))
    }

    @Test(arguments: ["foo bar", "henry\u{2163}", "\u{221E}", "\u{265A}", "foo\u{A0}bar"])
    func exampleThatBreaksTheProfileIsRefused(name: String) {
        #expect(cells.check(.username, name) == .fault(.fieldUsernameForbiddenCharacter))
    }

    @Test(arguments: [
        ("Ada", "ada"), ("ADA.LOVELACE-1", "ada.lovelace-1"), ("o'brien", "o'brien"),
        ("DOMAIN\\ada", "domain\\ada"), ("Ada@Corp.Example", "ada@corp.example"),
        ("\u{FF21}da", "ada"), ("M\u{DC}LLER", "m\u{FC}ller"), ("Mu\u{308}ller", "m\u{FC}ller"),
        ("\u{FF76}\u{FF9E}", "\u{30AC}"),
        ("l\u{B7}l", "l\u{B7}l"), ("\u{130}stanbul", "i\u{307}stanbul"),
        ("\u{5D0}\u{5D1}1", "\u{5D0}\u{5D1}1"),
        ("\u{628}\u{661}", "\u{628}\u{661}"),
        ("\u{30A2}\u{30FB}\u{30A2}", "\u{30A2}\u{30FB}\u{30A2}"),
        ("\u{915}\u{94D}\u{200D}\u{937}", "\u{915}\u{94D}\u{200D}\u{937}"),
        ("\u{1E9E}", "\u{DF}"), ("\u{9DC}", "\u{9A1}\u{9BC}"), ("\u{1F71}", "\u{3AC}"),
        ("\u{391}\u{3A3}", "\u{3B1}\u{3C2}"),
    ])
    func nameIsComparedWithoutCaseAndWidth(name: String, key: String) {
        #expect(cells.check(.username, name) == .value(name))
        let compared = cells.usernameKey(name)
        #expect(compared == .value(key))
        // Strings compare by canonical equivalence, so the bytes are compared too.
        if case .value(let found) = compared { #expect(Array(found.utf8) == Array(key.utf8)) }
    }

    @Test(arguments: [
        ("a\u{B7}b", IssueCode.fieldUsernameForbiddenCharacter),  // middle dot outside l·l
        ("a\u{200D}b", .fieldUsernameForbiddenCharacter),  // joiner without a virama
        ("a\u{200C}b", .fieldUsernameForbiddenCharacter),
        ("\u{375}a", .fieldUsernameForbiddenCharacter),  // keraia before a Latin letter
        ("a\u{5F3}", .fieldUsernameForbiddenCharacter),  // geresh behind a Latin letter
        ("a\u{30FB}b", .fieldUsernameForbiddenCharacter),  // katakana dot without Japanese
        ("\u{628}\u{661}\u{6F1}", .fieldUsernameForbiddenCharacter),  // two kinds of digits
        ("\u{640}\u{628}", .fieldUsernameForbiddenCharacter),
        ("a\u{AD}b", .fieldUsernameForbiddenCharacter),
        ("a\u{202E}b", .fieldUsernameForbiddenCharacter),
        ("a\u{7}b", .fieldUsernameForbiddenCharacter),
        ("\u{1F600}", .fieldUsernameForbiddenCharacter),
        ("\u{378}", .fieldUsernameForbiddenCharacter),  // unassigned
        ("a\u{5D0}", .fieldUsernameMalformed),  // left-to-right first, right-to-left later
        ("\u{5D0}a", .fieldUsernameMalformed),
        ("1\u{5D0}", .fieldUsernameMalformed),  // begins with a digit
        ("\u{5D0}1\u{661}", .fieldUsernameMalformed),  // European and Arabic digits
        ("\u{5D0}-", .fieldUsernameMalformed),  // ends with punctuation
        ("id:17", .fieldUsernameMalformed), ("EXT:ada", .fieldUsernameMalformed),
        ("\u{FF49}d:17", .fieldUsernameMalformed),
        (" \t", .fieldUsernameMalformed),
    ])
    func nameOutsideTheProfileIsRefused(name: String, code: IssueCode) {
        #expect(cells.check(.username, name) == .fault(code))
    }

    @Test(arguments: ["idris", "ext", "id", "extern:1", "i:d"])
    func nameThatOnlyResemblesAKeyIsAllowed(name: String) {
        #expect(cells.check(.username, name) == .value(name))
    }

    @Test func surroundingSpacesAreDropped() {
        #expect(cells.check(.username, " \t\u{A0}ada\u{A0} ") == .value("ada"))
        #expect(cells.check(.username, "\u{E0}") == .value("\u{E0}"))
    }

    @Test func lengthBitesAboveTheLimit() {
        let long = String(repeating: "a", count: 255)
        #expect(cells.check(.username, long) == .value(long))
        #expect(cells.check(.username, long + "a") == .fault(.fieldUsernameTooLong))
        let accents = String(repeating: "\u{E9}", count: 127) + "a"
        #expect(cells.check(.username, accents) == .value(accents))
        #expect(cells.check(.username, accents + "a") == .fault(.fieldUsernameTooLong))
    }

    @Test func capitalsAreFoundAtEveryPlace() {
        for length in 1...40 {
            for place in 0..<length {
                for (capital, small) in [("A", "a"), ("Z", "z"), ("@", "@"), ("[", "[")] {
                    var name = Array(repeating: "`", count: length)
                    name[place] = capital
                    var key = name
                    key[place] = small
                    #expect(cells.usernameKey(name.joined()) == .value(key.joined()))
                }
            }
        }
    }

    @Test func longTextIsRefusedBeforeItIsPrepared() {
        let text = String(repeating: "\u{E9}", count: 32_000)
        #expect(cells.check(.username, text) == .fault(.fieldUsernameTooLong))
        #expect(cells.check(.email, text + "@x.de") == .fault(.fieldEmailTooLong))
    }

    @Test func findingNamesTheCharacter() {
        #expect(
            cells.finding(.username, "henry\u{2163}")?.hasPrefix("has U+2163 ROMAN NUMERAL FOUR")
                == true)
        #expect(cells.finding(.username, "a b")?.contains("space") == true)
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(
            cells.check(.username, [0x61, 0xFF]) == .fault(.fieldUsernameForbiddenCharacter))
        #expect(
            cells.check(.username, [0xED, 0xA0, 0x80]) == .fault(.fieldUsernameForbiddenCharacter))
    }

    @Test(arguments: [
        ("id:17", CheckedCell.value("id:17")), ("id:0", .fault(.fieldUserMalformed)),
        ("id:4294967295", .value("id:4294967295")), ("id:4294967296", .fault(.fieldUserMalformed)),
        ("id:x", .fault(.fieldUserMalformed)), ("ext:", .fault(.fieldUserMalformed)),
        ("ext: 00 7", .value("ext: 00 7")), ("ada", .value("ada")),
        ("ada@corp.example", .value("ada@corp.example")), ("a b", .fault(.fieldUserMalformed)),
    ])
    func userColumnTakesKeysAndNames(cell: String, expected: CheckedCell) {
        #expect(cells.check(.user, cell) == expected)
    }
}
