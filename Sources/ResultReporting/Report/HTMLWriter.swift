import Provisioning

/// Writes HTML that is escaped by construction: markup comes from literals of the program alone, and
/// whatever comes from a feed goes through `text` or an attribute's value.
///
/// Characters that do not show (controls, bidi and zero-width marks, line separators) are written as
/// `\u{202E}`, so that a name cannot rearrange the page around it.
struct HTMLWriter: ~Copyable {
    /// Name and value of an attribute; an empty value is written too.
    typealias Attribute = (name: StaticString, value: String)

    private(set) var buffer = ByteBuffer(capacity: 64 << 10)

    /// Appends a literal as it stands.
    mutating func markup(_ literal: StaticString) { buffer.append(literal) }

    /// Appends text, escaped.
    mutating func text(_ text: String) { Self.append(text, to: &buffer) }

    /// Appends a text of the program in which parts between backticks are typed as they stand.
    mutating func prose(_ text: String) {
        for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index.isMultiple(of: 2) {
                self.text(String(part))
            } else {
                element("code", text: String(part))
            }
        }
    }

    /// Appends a number with groups of three digits.
    mutating func number(_ number: UInt64) { text(GroupedNumber.text(number)) }

    /// Appends an element that holds a text.
    mutating func element(_ name: StaticString, _ attributes: Attribute..., text: String) {
        open(name, attributes)
        self.text(text)
        close(name)
    }

    /// Appends an element that holds what `body` appends.
    mutating func element(
        _ name: StaticString, _ attributes: Attribute..., body: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        body(&self)
        close(name)
    }

    /// Appends an element without content, such as `<col>` or a shape.
    mutating func empty(_ name: StaticString, _ attributes: Attribute...) {
        open(name, attributes)
    }

    /// Appends a file of the program: a style sheet or a script, which never stands in for input.
    mutating func asset(_ asset: ReportAsset) {
        asset.bytes.withUnsafeBytes { buffer.append($0) }
    }

    /// Hands over what was written so far.
    mutating func move(to target: inout ByteBuffer) {
        target.append(buffer.bytes)
        buffer.removeAll()
    }

    private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
        buffer.append(0x3C)
        buffer.append(name)
        for attribute in attributes {
            buffer.append(0x20)
            buffer.append(attribute.name)
            buffer.append("=\"" as StaticString)
            Self.append(attribute.value, to: &buffer)
            buffer.append(0x22)
        }
        buffer.append(0x3E)
    }

    private mutating func close(_ name: StaticString) {
        buffer.append("</" as StaticString)
        buffer.append(name)
        buffer.append(0x3E)
    }

    private static func append(_ text: String, to buffer: inout ByteBuffer) {
        for scalar in HarmlessText.escaped(text).unicodeScalars {
            switch scalar {
            case "&": buffer.append("&amp;" as StaticString)
            case "<": buffer.append("&lt;" as StaticString)
            case ">": buffer.append("&gt;" as StaticString)
            case "\"": buffer.append("&quot;" as StaticString)
            case "'": buffer.append("&#39;" as StaticString)
            default:
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    buffer.append(byte)
                }
            }
        }
    }
}
