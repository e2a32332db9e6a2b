/// Documents of random records: plain ones among all that is out of the ordinary.
struct RandomDocument {
    private var random: SeededRandom
    /// The document.
    private(set) var text = "<users>"

    private static let gaps = [
        "", "\n", "\n  ", "\r\n", "\r", "<!-- <user> -->", "<meta>1</meta>", "x",
    ]
    private static let texts = [
        "", "ada", " ada ", "a b", "Zoë", "佐藤", "\u{FF21}", "a&amp;b", "&lt;&gt;&apos;&quot;",
        "&#65;", "&#x1F642;", "<![CDATA[<user>]]>", "a<!-- c -->b", "1\n2", "1\r\n2", "1\t2",
        "<?p x?>", "]]", "]", "=\"'", "&amp;", "   ",
    ]
    private static let bad = ["&x;", "]]>", "<", "\u{1}", "&", "\u{FFFF}", "</x>", "<!DOCTYPE a>"]
    private static let attributes = [
        "", "", " action=\"add\"", " action='a\"b'", " action = \"x\"", " action=\"a&amp;b\"",
        " xml:space=\"preserve\"", " xmlns:n=\"urn:n\" n:id=\"1\"", "\n action=\"x\"",
        " action=\"a>b\"", " action=\"\"", " action=\"a\" id=\"1\"", " id='2' action='b'",
    ]
    private static let names = ["username", "email", "note", "n-1", "é"]

    init(seed: UInt64, records: Int, badPerMille: Int = 0) {
        random = SeededRandom(seed: seed)
        for _ in 0..<records { addRecord(badPerMille) }
        text += "\n</users>\n"
    }

    private mutating func pick<Element>(_ all: [Element]) -> Element {
        all[Int.random(in: 0..<all.count, using: &random)]
    }

    private mutating func chance(_ perMille: Int) -> Bool {
        Int.random(in: 0..<1000, using: &random) < perMille
    }

    private mutating func addRecord(_ badPerMille: Int) {
        let isPlain = chance(600)
        text += isPlain ? "\n" : pick(Self.gaps)
        text += "<user\(isPlain ? " action=\"add\"" : pick(Self.attributes))>"
        for name in Self.names where chance(700) {
            if chance(200) { text += pick(["\n  ", "\r\n\t", " ", "\r"]) }
            addElement(name, isPlain, badPerMille)
        }
        if chance(300) {
            text += "<groups><group>a</group><group>\(pick(Self.texts))</group></groups>"
        }
        if chance(300) {
            let name = pick(["costCenter", "cost", "x&amp;y", ""])
            text += "<attributes><attribute name=\"\(name)\">1</attribute></attributes>"
        }
        if chance(100) { text += "<name>\n<first/>\n<last>L</last>\(pick(Self.gaps))</name>" }
        if chance(30) { text += "text" }
        text += chance(50) ? "</user >" : "</user>"
    }

    private mutating func addElement(_ name: String, _ isPlain: Bool, _ badPerMille: Int) {
        if chance(50) {
            text += pick([
                "<\(name)/>", "<\(name) />", "<\(name)></\(name)>", "<\(name) action=\"x\"/>",
                "<\(name) id=\"\" action=\"x\"> </\(name)>", "<\(name) id=\"1\"><i/></\(name)>",
            ])
        } else if isPlain {
            text += "<\(name)>\(pick(Array(Self.texts.prefix(9))))</\(name)>"
        } else {
            text += "<\(name)\(pick(Self.attributes))>\(pick(Self.texts))</\(name)>"
        }
        if chance(badPerMille) { text += pick(Self.bad) }
    }
}
