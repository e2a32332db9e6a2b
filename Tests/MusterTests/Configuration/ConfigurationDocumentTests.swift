import Glibc
import Muster
import Provisioning
import Testing

/// `docs/configuration.md` says what the program does.
@Suite struct ConfigurationDocumentTests {
    let lines: [String]

    init() throws {
        var folders = #filePath.split(separator: "/")
        folders.removeLast(4)
        let path = "/" + folders.joined(separator: "/") + "/docs/configuration.md"
        let file = try #require(fopen(path, "r"), "no \(path)")
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
        lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The text between the first two backticks.
    private func code(_ text: some StringProtocol) -> String? {
        let parts = text.split(separator: "`", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }

    /// Keys of the tables, each with its default, and headings that name a section.
    private var documented: [DescribedKey] {
        var keys: [DescribedKey] = []
        var section = ""
        var isTop = false
        for line in lines {
            if line.hasPrefix("##") {
                isTop = line == "## Switches"
                section = line.hasPrefix("## `") || line.hasPrefix("### `") ? code(line) ?? "" : ""
                if !section.isEmpty { keys.append(DescribedKey(path: section, initial: "")) }
            } else if line.hasPrefix("| `"), isTop || !section.isEmpty {
                // The bar in a cell is escaped.
                let cells = line.replacing("\\|", with: "¦").split(separator: "|")
                let initial = cells.count > 2 ? code(cells[2]) ?? "" : ""
                let name = code(cells[0]) ?? ""
                keys.append(
                    DescribedKey(path: isTop ? name : "\(section).\(name)", initial: initial))
            }
        }
        return keys
    }

    @Test func theTablesHaveTheKeysOfTheProgramAndTheirDefaults() {
        let known = ConfigurationDescription.keys.filter { !$0.initial.isEmpty }
        let shown = documented.filter { !$0.initial.isEmpty }
        for key in known where key.path != "feeds" {
            #expect(shown.filter { $0 == key }.count == 1, "\(key.path): \(key.initial)")
        }
        let strangers = shown.filter { !known.contains($0) }
        #expect(strangers.isEmpty, "\(strangers)")
    }

    @Test func everySectionHasAHeading() {
        let headings = Set(documented.filter { $0.initial.isEmpty }.map(\.path))
        let sections = ConfigurationDescription.keys.filter { $0.initial.isEmpty }.map(\.path)
        // Sections of a feed are written with their key.
        #expect(Set(sections).subtracting(headings).sorted() == [])
    }

    /// Texts of the blocks that open with just this line.
    private func blocks(_ opening: String) -> [String] {
        var blocks: [String] = []
        var block: String?
        for line in lines {
            if let text = block {
                block = line == "```" ? nil : text + line + "\n"
                if block == nil { blocks.append(text) }
            } else if line == opening {
                block = ""
            }
        }
        return blocks
    }

    @Test func everyExampleIsRead() throws {
        let examples = blocks("```yaml")
        #expect(examples.count >= 3)
        for example in examples { _ = try ConfigurationReader.read(example) }
    }

    @Test func everyWrongExampleIsRefusedInTheWordsShown() {
        let wrong = blocks("```yaml wrong")
        let shown = blocks("```text")
        #expect(!wrong.isEmpty && wrong.count == shown.count)
        for (example, text) in zip(wrong, shown) {
            #expect(ConfigurationReader.halt(example).map { $0.text + "\n" } == text)
        }
    }
}
