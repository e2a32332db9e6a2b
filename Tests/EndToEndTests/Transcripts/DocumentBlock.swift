import Foundation

/// A fenced block of a Markdown document, or a comment of it that sets something up.
struct DocumentBlock {
    /// The word behind the fence, such as `console`; `setup` for a comment; empty: none.
    var language: String
    /// What else stands behind the fence.
    var remark: String
    /// Number of the line of the fence, from 1.
    var line: Int
    /// Blanks before the fence, which its lines have, too.
    var indent: String
    /// Lines within, without the indent.
    var body: [String]
    /// The file that the block shows: named before it as `` `NAME`: ``; nil: none is.
    var file: String?

    /// Whether it is a transcript, or sets one up.
    var isRun: Bool { language == "console" || language == "setup" }

    /// The blocks of a document, in order.
    static func all(in lines: [String]) -> [DocumentBlock] {
        var blocks: [DocumentBlock] = []
        var open: (block: DocumentBlock, end: String)?
        var caption = ""
        for (index, line) in lines.enumerated() {
            let bare = line.trimmingCharacters(in: .whitespaces)
            if var block = open?.block, let end = open?.end {
                if bare == end {
                    blocks.append(block)
                    open = nil
                    caption = ""
                } else {
                    block.body.append(
                        line.hasPrefix(block.indent)
                            ? String(line.dropFirst(block.indent.count)) : line)
                    open = (block, end)
                }
            } else if bare.hasPrefix("```") || bare == "<!-- setup" {
                let fence = bare.prefix { $0 == "`" }
                let words = bare.dropFirst(fence.count).split(separator: " ", maxSplits: 1)
                    .map(String.init)
                let block = DocumentBlock(
                    language: fence.isEmpty ? "setup" : words.first ?? "",
                    remark: fence.isEmpty ? "" : words.dropFirst().first ?? "", line: index + 1,
                    indent: String(line.prefix { $0 == " " }), body: [],
                    file: caption.firstMatch(of: /`([^`\s]+)`:$/).map { String($0.output.1) })
                open = (block, fence.isEmpty ? "-->" : String(fence))
            } else if !bare.isEmpty {
                caption = bare
            }
        }
        return blocks
    }
}
