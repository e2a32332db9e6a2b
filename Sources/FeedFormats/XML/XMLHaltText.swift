import CXMLEvents
import Provisioning

/// Says why an XML feed cannot be read, with the place.
struct XMLHaltText {
    let rules: XMLRules

    /// The halt for what the parser has stopped at.
    func halt(_ events: XMLEvents) -> RunHalt {
        let found = events.finding
        switch found.reason {
        case XE_DOCTYPE:
            return halt(
                .xmlDoctypeForbidden, found,
                "there is a document type (<!DOCTYPE), which a feed must not have",
                "Remove it: what it declares could read files, or grow without bound.")
        case XE_VERSION:
            return halt(
                .xmlVersionUnsupported, found, "the XML version is not 1.0, the only one read",
                "Write the file as XML 1.0.")
        case XE_TAG_TOO_LONG:
            return halt(
                .xmlTagTooLong, found,
                "a tag begins that is longer than \(rules.limits.xmlTagBytesMax) bytes, the limit",
                Self.limitAdvice)
        case XE_TEXT_TOO_LONG:
            return halt(
                .xmlTextTooLong, found,
                "there are more than \(rules.limits.xmlTextBytesMax) bytes from one < to the next, the "
                    + "limit", Self.limitAdvice)
        case XE_ATTRIBUTES_TOO_MANY:
            return halt(
                .xmlAttributesTooMany, found,
                "a tag begins that has more than \(rules.limits.xmlAttributesMax) attributes, the limit",
                Self.limitAdvice)
        case XE_NAMES_TOO_MANY:
            return halt(
                .xmlNamesTooMany, found,
                "elements and attributes have more than \(rules.limits.xmlNamesMax) different names, "
                    + "the limit", Self.limitAdvice)
        case XE_DEPTH_TOO_DEEP:
            return halt(
                .xmlDepthTooDeep, found,
                "elements stand within each other more than \(rules.limits.depthMax) deep, the limit",
                Self.limitAdvice)
        case XE_INVALID_UTF8:
            return halt(
                .xmlDocumentMalformed, found,
                "0x\(Self.hexadecimal(found.byte)) is not UTF-8, in a place where no record can be "
                    + "rejected for it", "Correct it" + Self.encodingHint(rules.encodingName) + ".")
        case XE_MEMORY:
            return RunHalt(
                .internalFault, .runInternalFault, "there is no memory for the XML parser")
        default:
            return halt(
                .xmlDocumentMalformed, found, XMLParserFinding.sentence(found, events),
                "Correct the export that writes it, or transfer the file again if it ends there: what "
                    + "is not well-formed XML is not read in part.")
        }
    }

    private static let limitAdvice =
        "If the file is right, raise the limit in the configuration."

    private func halt(
        _ code: IssueCode, _ found: xe_finding, _ message: String, _ advice: String
    ) -> RunHalt {
        RunHalt(
            .malformedFile, code, "\(rules.name):\(found.line):\(found.column) \(message)",
            advice: advice)
    }

    /// The halt for a feed without anything in it.
    var empty: RunHalt {
        RunHalt(
            .malformedFile, .feedFileEmpty, "\(rules.name):1:1 nothing is there, the file is empty",
            advice: "A feed without records is written as \(emptyExample).")
    }

    private var emptyExample: String { "<\(rules.path.first ?? "users")/>" }

    /// The halt for a feed that has elements and no record.
    func recordsMissing(_ events: XMLEvents) -> RunHalt {
        let root = MessageText.quoted(XMLEvents.text(xe_root_name(events.reader)) ?? "")
        var children: [String] = []
        while let child = XMLEvents.text(xe_root_child(events.reader, children.count)) {
            children.append("<\(MessageText.quoted(child))>")
        }
        let inside =
            children.isEmpty ? "has no element" : "has \(children.joined(separator: ", "))"
        let sought = MessageText.quoted(rules.path.joined(separator: "/"))
        return RunHalt(
            .malformedFile, .feedRecordsMissing,
            "\(rules.name) has no record from line \(xe_root_line(events.reader)) on: records were looked "
                + "for at \(sought); the root is <\(root)> and \(inside)",
            advice: "Name the elements that lead to a record in the profile, such as "
                + "record_path: Report_Data/Report_Entry.")
    }

    /// What to do about bytes that are not UTF-8; empty for a feed that has been transcoded.
    static func encodingHint(_ encodingName: String?) -> String {
        guard encodingName == nil else { return "" }
        return "; for a file from an older Windows program try --encoding windows-1252"
    }

    static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
