import Provisioning
import Yams

/// Turns the bytes of a configuration file into its top node.
enum ConfigurationSyntax {
    /// Parses YAML; nil for a file without anything in it.
    ///
    /// - Throws: a halt with status 78 that names line and column, if the bytes are no UTF-8, no
    ///   YAML, more than one document, or give a key twice.
    static func parse(_ bytes: [UInt8], fileName: String) throws(RunHalt) -> ConfigurationNode? {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let position = position(after: validPrefix(of: bytes))
            throw halt(fileName, position, "is not UTF-8 text from here on")
        }
        do {
            // Without rules of its own the resolver leaves scalars as written: `off`, `044` and
            // `1e3` are read by the key that they belong to.
            return try compose(yaml: text, .basic).map(ConfigurationNode.init)
        } catch let error as YamlError {
            throw halt(error, text, fileName)
        } catch {
            throw halt(fileName, ConfigurationPosition(line: 1, column: 1), "cannot be parsed")
        }
    }

    private static func halt(_ error: YamlError, _ text: String, _ fileName: String) -> RunHalt {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            halt(fileName, position(mark), finding(problem, at: position(mark), in: text))
        case .duplicatedKeysInMapping(let keys, let context):
            halt(
                fileName, position(context.mark),
                "the key \"\(MessageText.quoted(keys.first ?? ""))\" is given twice in one section")
        case .reader(_, let offset, _, _):
            halt(
                fileName, position(after: text.utf8.prefix(offset ?? 0)),
                "has a character that YAML does not allow")
        default:
            halt(fileName, ConfigurationPosition(line: 1, column: 1), "cannot be parsed")
        }
    }

    private static func halt(
        _ fileName: String, _ position: ConfigurationPosition, _ finding: String
    ) -> RunHalt {
        RunHalt(.configuration, .configSyntaxInvalid, "\(fileName):\(position): \(finding)")
    }

    private static func position(_ mark: Mark) -> ConfigurationPosition {
        ConfigurationPosition(line: max(mark.line, 1), column: max(mark.column, 1))
    }

    /// A tab is the usual cause of a syntax fault, and the hardest to see.
    private static func finding(
        _ problem: String, at position: ConfigurationPosition, in text: String
    ) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isIndentedByTab =
            lines.indices.contains(position.line - 1)
            && lines[position.line - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
        return isIndentedByTab
            ? "is not YAML: the line is indented with a tab; use spaces"
            : "is not YAML: the parser \(problem)"
    }

    private static func validPrefix(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var valid: [UInt8] = []
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            valid.append(contentsOf: Array(String(scalar).utf8))
        }
        return valid
    }

    private static func position(after prefix: some Sequence<UInt8>) -> ConfigurationPosition {
        var position = ConfigurationPosition(line: 1, column: 1)
        for byte in prefix {
            if byte == UInt8(ascii: "\n") {
                position = ConfigurationPosition(line: position.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                position.column += 1
            }
        }
        return position
    }
}
