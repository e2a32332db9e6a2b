import Provisioning
import Testing

@Suite("E-mail addresses")
struct EmailTests {
    private let cells = CellChecker()

    @Test(arguments: [
        ("ada@corp.example", "ada@corp.example"),
        ("Ada.Lovelace+Tag@Corp.Example", "ada.lovelace+tag@corp.example"),
        ("o'brien!#$%&*+-/=?^_`{|}~@x.ie", "o'brien!#$%&*+-/=?^_`{|}~@x.ie"),
        ("a@b.co", "a@b.co"), ("a@3m.com", "a@3m.com"), ("a@a--b.example", "a@a--b.example"),
        ("J\u{D6}RG@m\u{FC}nchen.de", "j\u{F6}rg@xn--mnchen-3ya.de"),
        ("jo\u{308}rg@x.de", "j\u{F6}rg@x.de"),
        ("a@M\u{DC}NCHEN.de", "a@xn--mnchen-3ya.de"),
        ("a@XN--MNCHEN-3YA.de", "a@xn--mnchen-3ya.de"),
        ("a@stra\u{DF}e.de", "a@xn--strae-oqa.de"),
        ("a@\u{4F8B}\u{3048}\u{3002}jp", "a@xn--r8jz45g.jp"),
        ("\u{7528}\u{6237}@x.cn", "\u{7528}\u{6237}@x.cn"),
    ])
    func addressIsKeptAndComparedInLowerCase(address: String, key: String) {
        #expect(cells.check(.email, address) == .value(address))
        let compared = cells.emailKey(address)
        #expect(compared == .value(key))
        if case .value(let found) = compared { #expect(Array(found.utf8) == Array(key.utf8)) }
    }

    @Test(arguments: [
        ("ada", "no @ sign"), ("a@@b.de", "two @ signs"), ("a@b@c@d.de", "3 @ signs"),
        ("@b.de", "nothing stands before"), ("a@", "nothing stands after"),
        (".a@b.de", "begins with a dot"), ("a.@b.de", "right before its @"),
        ("a..b@c.de", "two dots in a row before"), ("a@b..de", "two dots in a row in its domain"),
        ("a@.b.de", "right after its @"), ("a@b.de.", "ends with a dot"),
        ("a b@c.de", "space"), ("a@c .de", "space"), ("a@-b.de", "begins with a hyphen"),
        ("a@b-.de", "ends with a hyphen"), ("a@b", "no dot"), ("a@b.123", "ends with a number"),
        ("a@1.2.3.4", "IP address"), ("\"a\"@b.de", "quoted"), ("(c)a@b.de", "parentheses"),
        ("a@[1.2.3.4]", "brackets"), ("Ada <a@b.de>", "space"), ("<a@b.de>", "angle"),
        ("a@b.de,c@d.de", "list"), ("a@b_c.de", "U+005F LOW LINE in its domain"),
        ("a\\b@c.de", "U+005C REVERSE SOLIDUS before"), ("a\u{7}@b.de", "U+0007"),
        ("a\u{200B}@b.de", "U+200B"), ("a\u{A0}b@c.de", "U+00A0"), ("a@\u{2603}.de", "domain"),
        ("a@xn--zzzzzzzzz.de", "domain"),
    ])
    func findingSaysWhatIsWrong(address: String, reason: String) {
        #expect(cells.check(.email, address) == .fault(.fieldEmailMalformed))
        #expect(cells.finding(.email, address)?.contains(reason) == true)
        #expect(cells.check(.alternateEmail, address) == .fault(.fieldAlternateEmailMalformed))
    }

    @Test func surroundingSpacesAreDropped() {
        #expect(cells.check(.email, " a@b.de\t") == .value("a@b.de"))
        #expect(cells.check(.email, "  ") == .fault(.fieldEmailMalformed))
    }

    @Test func localPartBitesAboveItsLimit() {
        let local = String(repeating: "a", count: 64)
        #expect(cells.check(.email, local + "@b.de") == .value(local + "@b.de"))
        #expect(cells.check(.email, local + "a@b.de") == .fault(.fieldEmailTooLong))
        #expect(
            cells.finding(.email, local + "a@b.de")
                == "has 65 octets before the @ sign; 64 are allowed")
        #expect(
            cells.check(.alternateEmail, local + "a@b.de") == .fault(.fieldAlternateEmailTooLong))
        let accents = String(repeating: "\u{E9}", count: 32)
        #expect(cells.check(.email, accents + "@b.de") == .value(accents + "@b.de"))
        #expect(cells.check(.email, accents + "a@b.de") == .fault(.fieldEmailTooLong))
    }

    @Test func labelBitesAboveItsLimit() {
        let label = String(repeating: "b", count: 63)
        #expect(cells.check(.email, "a@\(label).de") == .value("a@\(label).de"))
        #expect(cells.check(.email, "a@b\(label).de") == .fault(.fieldEmailTooLong))
        #expect(cells.check(.email, "a@de.\(label)") == .value("a@de.\(label)"))
        #expect(cells.check(.email, "a@de.b\(label)") == .fault(.fieldEmailTooLong))
    }

    @Test func addressBitesAboveItsLimit() {
        let domain = String(repeating: String(repeating: "b", count: 49) + ".", count: 5) + "de"
        #expect(domain.utf8.count == 252)
        #expect(cells.check(.email, "a@" + domain) == .value("a@" + domain))
        #expect(cells.check(.email, "aa@" + domain) == .fault(.fieldEmailTooLong))
        #expect(
            cells.finding(.email, "aa@" + domain) == "has 255 octets; 254 are allowed")
    }

    @Test func internationalisedDomainCountsInItsALabelForm() {
        let domain = String(repeating: "\u{FC}" + String(repeating: "b", count: 45) + ".", count: 4)
        // Each label takes 46 characters as written and 54 as an A-label.
        let short = String(repeating: "a", count: 30) + "@" + domain + "de"
        #expect(cells.check(.email, short) == .value(short))
        let long = String(repeating: "a", count: 64) + "@" + domain + "de"
        #expect(cells.check(.email, long) == .fault(.fieldEmailTooLong))
    }
}
