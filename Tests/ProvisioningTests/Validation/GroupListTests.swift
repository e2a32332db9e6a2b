import Provisioning
import Testing

@Suite("Lists of groups and apps")
struct GroupListTests {
    private let cells = CellChecker()

    private func items(
        _ cell: String, separators: ASCIISet = .listSeparators
    ) -> [String] {
        Array(cell.utf8).withUnsafeBytes { bytes in
            GroupList(bytes, separators: separators).map { item in
                let sign =
                    switch item.operation {
                    case .add: "+"
                    case .remove: "-"
                    case .bare: ""
                    }
                return sign + String(decoding: bytes[item.range], as: UTF8.self)
            }
        }
    }

    @Test(arguments: [
        ("staff", ["staff"]), ("staff;admins", ["staff", "admins"]),
        ("staff|admins", ["staff", "admins"]), (" staff ; admins ", ["staff", "admins"]),
        ("+staff;-admins", ["+staff", "-admins"]), ("+ staff", ["+staff"]),
        (";;staff;;", ["staff"]), ("a b;c-d", ["a b", "c-d"]), ("a,b", ["a,b"]),
        ("\u{A0}staff\u{A0}", ["staff"]), ("caf\u{E9};\u{5F20}", ["caf\u{E9}", "\u{5F20}"]),
        ("--x", ["--x"]), ("", []), (" ; ", []),
    ])
    func itemsAreFoundInOrder(cell: String, expected: [String]) {
        #expect(items(cell) == expected)
    }

    @Test(arguments: [
        ("staff,admins", ["staff", "admins"]), (" staff , -admins ,", ["staff", "-admins"]),
        (",,", []), ("staff", ["staff"]),
    ])
    func theProfileNamesTheSeparator(cell: String, expected: [String]) {
        #expect(items(cell, separators: ASCIISet([0x2C])) == expected)
    }

    @Test func theUsualSeparatorsThenStandInNoName() {
        var profile = FeedProfile()
        profile.listSeparators = [0x2C]
        let cells = CellChecker(profile: profile)
        #expect(cells.answer(.groups, "staff,-admins") == .asWritten)
        #expect(cells.check(.groups, "a,-A") == .fault(.fieldGroupsMalformed))
        for cell in ["staff;admins", "a,b|c", "|", ";,x"] {
            #expect(cells.check(.groups, cell) == .fault(.fieldGroupsMalformed))
            #expect(cells.check(.apps, cell) == .fault(.fieldAppsMalformed))
        }
        profile.listSeparators = [0x7C]
        #expect(CellChecker(profile: profile).answer(.groups, "a|b") == .asWritten)
        #expect(
            CellChecker(profile: profile).check(.groups, "a;b") == .fault(.fieldGroupsMalformed))
    }

    @Test func aSetHoldsWhatWasPutIntoIt() {
        for byte in UInt8.min...UInt8.max {
            let set = ASCIISet([byte])
            for other in UInt8.min...UInt8.max {
                #expect(set.contains(other) == (other == byte && byte < 128))
            }
        }
    }

    @Test func listStandsAsWritten() {
        #expect(cells.answer(.groups, "staff; +admins") == .asWritten)
        #expect(cells.answer(.apps, "staff; +admins") == .asWritten)
    }

    @Test(arguments: [
        "+", "a;-", ";", " | ", "a\u{7};b", "a\nb", "a\u{202E}b", " ",
        "+a;-a", "a|-A", "-b;c;+B",
    ])
    func listWithoutNamesOrWithControlCharactersIsRefused(cell: String) {
        #expect(cells.check(.groups, cell) == .fault(.fieldGroupsMalformed))
        #expect(cells.check(.apps, cell) == .fault(.fieldAppsMalformed))
    }

    @Test(arguments: ["a;a", "+a;a", "-a;-a", "-a;ab", "-ab;a", "+a;-b;+c"])
    func listThatSaysOneThingAboutEachNameIsAccepted(cell: String) {
        #expect(cells.answer(.groups, cell) == .asWritten)
    }

    @Test func nameBitesAboveItsLimit() {
        let name = String(repeating: "g", count: 255)
        #expect(cells.check(.groups, "+\(name);\(name)") == .value("+\(name);\(name)"))
        #expect(cells.check(.groups, "a;g\(name)") == .fault(.fieldGroupsMalformed))
    }
}
