import Foundation

/// Texts that do harm where they are printed as they are, and the search for them in what was printed.
struct OutputCanary {
    /// The port of a listener to which every address leads, so that whoever follows one is seen.
    let port: Int

    /// What a terminal acts upon: the clipboard, a link, the title, a colour of its own, C1, a bell, a
    /// step back, and what turns the writing round or breaks the line.
    var escapes: String {
        "\u{1B}]52;c;QUFBQQ==\u{7}\u{1B}]8;;http://127.0.0.1:\(port)/\u{1B}\\link\u{1B}]0;title\u{7}"
            + "\u{1B}[5;41;37mred\u{9B}2J\u{8}\u{7F}\u{202A}\u{202E}evil\u{2066}\u{2069}\u{200F}"
            + "\u{2028}\u{2029}end"
    }

    /// What a spreadsheet and a browser act upon.
    var formula: String {
        "=HYPERLINK(\"http://127.0.0.1:\(port)/\")<script src=http://127.0.0.1:\(port)/x></script>"
            + "<img src=x onerror=alert(1)>{{reason}}"
    }

    /// Texts by name, each of which some column takes.
    var texts: [(name: String, text: String)] {
        [
            ("formula", formula), ("plus", "+1+cmd|' /C calc'!A0"), ("minus", "-2+3"),
            ("at", "@SUM(A1)"), ("full width", "\u{FF1D}1+1"), ("tab", "\t=1"), ("return", "\r=1"),
            ("line", "a\n=1"), ("zero width", "a\u{200B}\u{200D}b\u{FEFF}"),
            ("marks", "e" + String(repeating: "\u{301}", count: 30) + "\u{20DD}"),
            ("wide", "\u{FDFD}\u{12031}ＷＷＷ🙂"), ("escapes", escapes),
            ("header", "x\r\nBcc: all@127.0.0.1\r\n\r\n<script>"), ("path", "/etc/passwd\0"),
        ]
    }

    /// What must not be there, of what was printed: one line for each kind, with where it stands.
    ///
    /// On a terminal the program's own colours, and its progress line, are allowed.
    static func findings(in text: String, isTerminal: Bool = false) -> [String] {
        var shown = text
        if isTerminal {
            shown = shown.replacing(#/\u{1B}\[[0-9]{1,2}(;[0-9]{1,2})?m|\u{1B}\[J/#, with: "")
            shown = String(
                String.UnicodeScalarView(shown.unicodeScalars.filter { $0 != "\r" }))
        }
        var seen: Set<Unicode.Scalar> = []
        var findings: [String] = []
        let scalars = Array(shown.unicodeScalars)
        for (index, scalar) in scalars.enumerated()
        where isHarmful(scalar) && seen.insert(scalar).inserted {
            var around = String.UnicodeScalarView()
            around.append(contentsOf: scalars[max(0, index - 40)..<min(scalars.count, index + 20)])
            findings.append(
                "U+\(String(scalar.value, radix: 16)) in \(String(around).debugDescription)")
        }
        return findings
    }

    /// A control but for tab and line feed, a mark that turns the writing round, or a separator.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
