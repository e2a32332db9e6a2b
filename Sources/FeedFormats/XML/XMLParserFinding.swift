import CXMLEvents
import Provisioning

/// Puts what libxml2 finds into a sentence of our own.
enum XMLParserFinding {
    /// What is not well-formed, without place and without values of the feed.
    static func sentence(_ found: xe_finding, _ events: XMLEvents) -> String {
        let name = shown(found.name)
        let other = shown(found.other_name)
        switch found.code {
        case 4: return "there is no root element, only text or nothing"
        case 5, 77: return end(events)
        case 8, 9: return "a character stands there that XML does not allow"
        case 26, 27:
            return
                "the entity &\(name); is not declared; only amp, lt, gt, apos and quot are there "
                + "without a document type"
        case 38: return "a < stands in the value of an attribute; it must be written &lt;"
        case 39, 40: return "the value of an attribute must stand in quotes"
        case 41: return "an attribute has no value"
        case 42: return "the attribute \(name) is there twice"
        case 45: return "the file ends, or breaks off, within a comment"
        case 47: return "the file ends, or breaks off, within a processing instruction"
        case 62: return "]]> stands in a text; it must be written ]]&gt;"
        case 63: return "the file ends, or breaks off, within a CDATA section"
        case 68: return "a name is missing; a < or & that is text must be written &lt; or &amp;"
        case 73: return "a tag does not end with >"
        case 76: return "<\(name)> is closed by </\(other)>"
        case 80: return "-- stands in a comment"
        case 201: return "a prefix of a name is declared by no xmlns attribute (\(name))"
        default: return fallback(found)
        }
    }

    private static func end(_ events: XMLEvents) -> String {
        guard let name = XMLEvents.text(xe_open_name(events.reader)) else {
            return "something stands behind the end of the root element"
        }
        return "the file ends, or breaks off, before <\(MessageText.quoted(name))> is closed"
    }

    private static func fallback(_ found: xe_finding) -> String {
        var text = Substring(XMLEvents.text(found.text) ?? "")
        while text.last?.isWhitespace == true { text.removeLast() }
        if found.code == 1, text.hasSuffix("element content") {
            return "a <! stands there that begins neither a comment nor a CDATA section"
        }
        if found.code == 1, text.hasSuffix("Huge input lookup") {
            return "a comment or an instruction is longer than the parser takes, 10,000,000 bytes"
        }
        if text.isEmpty { return "the file is not well-formed XML" }
        return
            "the file is not well-formed XML: the parser says \"\(MessageText.quoted(String(text)))\""
    }

    private static func shown(_ name: UnsafePointer<CChar>?) -> String {
        MessageText.quoted(XMLEvents.text(name) ?? "")
    }
}
