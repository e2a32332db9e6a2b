import Foundation
import Glibc
import Testing

/// The completions that `make install` installs.
@Suite struct CompletionTests {
    private static func script(_ shell: String, in place: Workplace) throws {
        let ending = place.muster("--generate-completion-script", shell)
        try #require(ending.status == 0, "\(ending.error)")
        try place.write(ending.output, to: "completion.\(shell)")
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func scriptIsWellFormed(shell: String) throws {
        let programs: [String] = ["/usr/bin/\(shell)", "/bin/\(shell)"]
        let program = programs.first { path in access(path, X_OK) == 0 }
        let place = try Workplace()
        try Self.script(shell, in: place)
        #expect(try place.read("completion.\(shell)").contains("check-profile"))
        guard let program else { return }
        let ending = ChildProcess(
            program, ["-n", "completion.\(shell)"], folder: place.folder,
            environment: place.environment
        ).end()
        #expect(ending.status == 0, "\(ending.error)")
    }

    /// What bash proposes for a line that ends in a word to be completed.
    private static func proposals(_ words: [String], in place: Workplace) throws -> [String] {
        let line = words.map { "'\($0)'" }.joined(separator: " ")
        try place.write(
            """
            source ./completion.bash
            COMP_WORDS=(\(line))
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            COMP_LINE="${COMP_WORDS[*]}"
            COMP_POINT=${#COMP_LINE}
            COMP_TYPE=9 COMP_KEY=9
            compopt() { :; }
            _muster muster "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """, to: "complete.sh")
        var environment = place.environment
        let programs = BuiltBinary.folder
        environment["PATH"] = "\(programs):/usr/bin:/bin"
        let ending = ChildProcess(
            "/bin/bash", ["complete.sh"], folder: place.folder, environment: environment
        ).end()
        #expect(ending.error.isEmpty, "\(words): \(ending.error)")
        return ending.lines.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    static let cases: [(words: [String], expected: [String])] = [
        (["muster", "imp"], ["import"]), (["muster", "users", "f"], ["find"]),
        (["muster", "import", "users.csv", "--dry"], ["--dry-run"]),
        (["muster", "import", "users.csv", "--mode", ""], ["delta", "full"]),
        (["muster", "import", "users.csv", "--on-duplicate", "f"], ["first"]),
        (["muster", "import", "us"], ["users.csv"]),
        (["muster", "import", "users.csv", "--results", "us"], ["users.csv"]),
        (["muster", "import", "users.csv", "--allow", "rem"], ["removals="]),
        (["muster", "users", "list", "--state", "not"], ["not-onboarded"]),
        (["muster", "user", "set-d"], ["set-device-limit"]),
        (["muster", "mail", "status", "--kind", "pass"], ["password-expiring", "password-reset"]),
    ]

    @Test(arguments: cases) func bashCompletes(words: [String], expected: [String]) throws {
        let place = try Workplace()
        try Self.script("bash", in: place)
        try place.write("username,email\n", to: "users.csv")
        let proposals = try Self.proposals(words, in: place)
        for word in expected { #expect(proposals.contains(word), "\(words): \(proposals)") }
        if words.last?.isEmpty == false {
            #expect(proposals.allSatisfy { $0.hasPrefix(words[words.count - 1]) })
        }
    }
}
