import Provisioning

/// Says what is wrong with a JSON record, in words that need no look at the program.
struct JSONFaultText {
    /// Where a fault is.
    struct Place {
        /// Byte of the feed, from 0.
        var offset: UInt64
        /// Column in bytes from 1; nil: the line is not known to its start.
        var column: UInt64?
        /// Physical line; nil: the one on which the record starts, which a result shows already.
        var line: UInt64?

        var text: String {
            guard let column else { return "at byte \(offset) of the feed" }
            guard let line else { return "at column \(column)" }
            return "at line \(line), column \(column)"
        }
    }

    var limits: Limits
    /// Whether records are lines, rather than elements of an array.
    var isByLine: Bool
    /// Encoding that the feed was made UTF-8 from; nil: it is UTF-8 itself.
    var encodingName: String?

    /// The issue for a fault; its finding has no value of the record.
    func issue(_ fault: JSONFault, at place: Place) -> RecordIssue {
        RecordIssue(code(fault.kind), finding: finding(fault.kind, place))
    }

    private func code(_ kind: JSONFault.Kind) -> IssueCode {
        switch kind {
        case .endsEarly, .unexpected, .textAfterObject, .control, .unknownEscape, .escapedNUL,
            .loneSurrogate, .malformedNumber:
            .jsonRecordMalformed
        case .notObject: .jsonRecordNotObject
        case .recordTooLong: .jsonRecordTooLong
        case .fieldTooLong, .keyTooLong: .jsonFieldTooLong
        case .depthTooDeep: .jsonDepthTooDeep
        case .keysTooMany: .jsonKeysTooMany
        case .invalidUTF8: .jsonTextInvalidUTF8
        case .keyRepeated: .jsonKeyRepeated
        case .valueSeveral, .listNested: .fieldValueSeveral
        case .listSeparator: .fieldListSeparator
        }
    }

    private func finding(_ kind: JSONFault.Kind, _ place: Place) -> String {
        switch kind {
        case .keyRepeated(let path):
            "has the key \(quoted(path)) more than once, again \(place.text): a name may stand "
                + "only once in a record"
        case .valueSeveral(let path):
            "has several values for \(quoted(path)), \(place.text), where one is allowed"
        case .listNested(let path):
            "has a list within the list \(quoted(path)), \(place.text): only plain values, or "
                + "objects in a list, can be read"
        case .listSeparator(let path):
            "has a separator of lists within a value of the list \(quoted(path)), \(place.text): "
                + "declare another list_separator in the profile"
        case .notObject(let found): notObject(found, place)
        case .recordTooLong, .fieldTooLong, .keyTooLong, .depthTooDeep, .keysTooMany:
            excess(kind, place)
        case .invalidUTF8(let byte): invalidText(byte, place)
        default:
            malformed(kind, place)
                + (place.column == nil ? "" : " (byte \(place.offset) of the feed)")
        }
    }

    private func malformed(_ kind: JSONFault.Kind, _ place: Place) -> String {
        switch kind {
        case .endsEarly where isByLine:
            "ends before its object does, \(place.text): JSON Lines wants each object on one line "
                + "(jq -c . FILE makes that)"
        case .endsEarly: "ends before its object does, \(place.text)"
        case .unexpected(let found, let expected):
            "has \(Self.shown(found)) where \(expected.rawValue) must stand, \(place.text)"
        case .textAfterObject: "has text after the object, \(place.text)"
        case .control(let byte):
            "has the control character \(Self.hexadecimal(byte)) within quotes, \(place.text): "
                + "it must be written as an escape"
        case .unknownEscape:
            "has an unknown escape \(place.text): only \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u "
                + "with four digits are allowed"
        case .escapedNUL: "has the escape \\u0000, \(place.text): text has no NUL"
        case .loneSurrogate:
            "has half of a surrogate pair \(place.text): \\ud800 to \\udbff and \\udc00 to "
                + "\\udfff stand only together, in this order"
        default:
            "has a malformed number \(place.text): digits without leading zeros, with a fraction "
                + "or an exponent if need be"
        }
    }

    private func excess(_ kind: JSONFault.Kind, _ place: Place) -> String {
        switch kind {
        case .recordTooLong:
            "is longer than \(limits.recordBytesMax) bytes, the limit for a record"
                + (isByLine ? ": is a line end missing?" : "")
        case .fieldTooLong:
            "has a value longer than \(limits.fieldBytesMax) bytes, the limit for a field, "
                + place.text
        case .keyTooLong:
            "has a key longer than \(limits.fieldBytesMax) bytes, the limit for a field, "
                + place.text
        case .depthTooDeep:
            "has more than \(min(limits.depthMax, JSONRecordScanner.depthBound)) objects and "
                + "lists within each other, the limit, \(place.text)"
        default: "has more than \(limits.columnsMax) names of values, the limit for a record"
        }
    }

    private func notObject(_ found: UInt8, _ place: Place) -> String {
        let what =
            switch found {
            case JSONByte.openBracket: "a list"
            case Byte.quote: "a text"
            case JSONByte.minus, 0x30...0x39: "a number"
            default: Self.shown(found)
            }
        return "is no object: it begins with \(what), \(place.text), where { must stand"
    }

    private func invalidText(_ byte: UInt8, _ place: Place) -> String {
        if let encodingName {
            return "has bytes that \(encodingName) does not define, at byte \(place.offset) of the "
                + "decoded feed, \(place.text): is the encoding another one?"
        }
        return "is not UTF-8: \(Self.hexadecimal(byte)) at byte \(place.offset) of the feed, "
            + "\(place.text); for a file from an older Windows program try --encoding windows-1252"
    }

    private func quoted(_ path: ByteString) -> String { "\"\(MessageText.quoted(path.text))\"" }

    /// A byte as it is, or as its number where it is no visible sign of ASCII.
    static func shown(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F ? String(UnicodeScalar(byte)) : hexadecimal(byte)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "0x" + (digits.count == 1 ? "0" + digits : digits)
    }
}
