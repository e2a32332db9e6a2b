/// Swift source as the rules read it: by lines, without comments.
enum SwiftText {
    struct Line {
        /// From 1.
        var number: Int
        var text: String
    }

    /// Lines of code that match `pattern`, as `file:line`, in those files that mention `words`.
    static func places<Output>(
        of pattern: Regex<Output>, mentioning words: [String], in files: [String]
    ) -> [String] {
        files.filter { Repository.mentions(words, in: $0) }.flatMap { file in
            codeLines(of: file).filter { $0.text.firstMatch(of: pattern) != nil }
                .map { "\(file):\($0.number)" }
        }
    }

    /// Lines of code, without line comments; a line inside a literal counts as code.
    static func codeLines(of file: String) -> [Line] {
        Repository.lines(file).enumerated().compactMap { index, line in
            let trimmed = line.drop { $0 == " " }
            if trimmed.isEmpty || trimmed.hasPrefix("//") { return nil }
            return Line(number: index + 1, text: String(line))
        }
    }

    /// Declarations that must have a documentation comment and have none, as `file:line`.
    ///
    /// Every type at the top of a file, and every function and typealias that other targets or
    /// packages see; what a protocol asks for is documented there. Initializers, operators and
    /// properties are left to judgement.
    static func undocumentedDeclarations(of file: String) -> [String] {
        let type =
            /^(package |public )?(final |indirect |nonisolated )*(struct|class|enum|protocol|actor) (\w+)/
        let member =
            /^\s*(package|public) (static |final |mutating |nonmutating |override |consuming |borrowing |nonisolated )*(func|typealias|macro) ([\w`]+)/
        let lines = Repository.lines(file)
        return lines.indices.compactMap { index in
            let line = lines[index]
            let code = line.drop { $0 == " " }
            guard !line.hasPrefix(" ") || code.hasPrefix("package ") || code.hasPrefix("public ")
            else { return nil }
            let isType = line.firstMatch(of: type) != nil
            let name = line.firstMatch(of: member)?.output.4
            let isAskedFor = name.map { requirements.contains(String($0)) } ?? false
            guard isType || name != nil && !isAskedFor, !isDocumented(lines, index) else {
                return nil
            }
            return "\(file):\(index + 1)"
        }
    }

    /// Functions that this package's protocols and common ones of the standard library ask for.
    private static let requirements: Set<String> = {
        var names: Set<String> = ["hash", "next", "makeIterator", "encode"]
        for file in Repository.files(in: "Sources", ending: ".swift") {
            var isProtocol = false
            for line in Repository.lines(file) {
                if line.hasPrefix("package protocol ") || line.hasPrefix("public protocol ") {
                    isProtocol = true
                } else if line.hasPrefix("}") {
                    isProtocol = false
                } else if isProtocol, let match = line.firstMatch(of: /^    func (\w+)/) {
                    names.insert(String(match.output.1))
                }
            }
        }
        return names
    }()

    private static func isDocumented(_ lines: [Substring], _ index: Int) -> Bool {
        var above = index - 1
        while above >= 0 {
            let line = lines[above].drop { $0 == " " }
            if line.hasPrefix("///") { return true }
            guard line.hasPrefix("@") || line.hasPrefix("#if") else { return false }
            above -= 1
        }
        return false
    }
}
