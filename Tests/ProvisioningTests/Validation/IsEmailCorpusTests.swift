import Provisioning
import Testing

@Suite("E-mail addresses of the isemail corpus")
struct IsEmailCorpusTests {
    /// One address of the corpus with its verdict.
    struct Sample {
        let id: String
        let address: String
        let diagnosis: String
        let category: String
    }

    /// Where the rule differs from the corpus on purpose; `docs/validation.md` has the same table.
    ///
    /// The corpus asks what mail syntax allows and warns about the rest; the rule asks what a
    /// directory should keep.
    private static let acceptedByCategory: [String: Bool] = [
        "ISEMAIL_VALID_CATEGORY": true,
        // The name server is not asked.
        "ISEMAIL_DNSWARN": true,
        "ISEMAIL_RFC5321": false, "ISEMAIL_CFWS": false, "ISEMAIL_DEPREC": false,
        "ISEMAIL_RFC5322": false, "ISEMAIL_ERR": false,
    ]

    /// Addresses that the table above does not settle, each with the reason.
    private static let exceptions: [String: Bool] = [
        // Valid, but of a single label: nobody outside reads it the same way.
        "test@io": false,
        // Spaces around an address are dropped before it is looked at.
        " test@iana.org": true, "test@iana.org ": true,
    ]

    @Test func verdictsAreThoseOfTheTable() {
        guard let text = Corpus.text("isemail/test/tests.xml", cases: 164) else { return }
        let samples = Self.samples(in: text)
        #expect(samples.count == 164)
        let cells = CellChecker()
        for sample in samples where !sample.address.isEmpty {
            let expected =
                Self.exceptions[sample.address]
                ?? Self.acceptedByCategory[sample.category]
            let found = cells.check(.email, sample.address)
            let isAccepted = if case .value = found { true } else { false }
            #expect(isAccepted == expected, "\(sample.id) \(sample.address) \(sample.diagnosis)")
        }
    }

    /// The tests of the file, which has one element a line.
    private static func samples(in text: String) -> [Sample] {
        var samples: [Sample] = []
        for part in text.split(separator: "<test id=\"").dropFirst() {
            guard let id = part.split(separator: "\"").first,
                let category = content("category", in: part),
                let diagnosis = content("diagnosis", in: part)
            else { continue }
            samples.append(
                Sample(
                    id: String(id), address: unescaped(content("address", in: part) ?? ""),
                    diagnosis: diagnosis, category: category))
        }
        return samples
    }

    private static func content(_ name: String, in part: Substring) -> String? {
        guard let open = part.range(of: "<\(name)>"), let close = part.range(of: "</\(name)>")
        else {
            return nil
        }
        return String(part[open.upperBound..<close.lowerBound])
    }

    /// Resolves character references; the corpus writes control characters as U+2400 and on.
    private static func unescaped(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let ampersand = rest.firstIndex(of: "&"),
            let semicolon = rest[ampersand...].firstIndex(of: ";")
        {
            result += rest[..<ampersand]
            let name = rest[rest.index(after: ampersand)..<semicolon]
            if name.hasPrefix("#x"), let value = UInt32(name.dropFirst(2), radix: 16),
                let scalar = Unicode.Scalar(
                    (0x2400...0x2421).contains(value) ? value - 0x2400 : value)
            {
                result.unicodeScalars.append(scalar)
            } else {
                result += ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][name] ?? ""
            }
            rest = rest[rest.index(after: semicolon)...]
        }
        return result + rest
    }
}

extension Substring {
    /// Where `text` first occurs.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
