import Provisioning
import Testing

/// Columns that text takes on a terminal.
@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("Ada", 3), ("Zoë", 3), ("Zoe\u{308}", 3), ("李小龙", 6), ("한글", 4),
        ("ｗｉｄｅ", 8), ("a\u{200B}b", 2), ("👩", 2), ("naïve 日本", 10), ("e\u{301}\u{327}", 1),
    ]) func columnsAreThoseOfATerminal(text: String, columns: Int) {
        #expect(DisplayWidth.columns(text) == columns)
    }

    @Test(arguments: [
        ("Lovelace", 8, "Lovelace"), ("Lovelace", 5, "Love…"), ("Lovelace", 1, "…"),
        ("Lovelace", 0, ""), ("李小龙", 6, "李小龙"), ("李小龙", 5, "李小…"), ("李小龙", 4, "李…"),
        ("Zoe\u{308}lla", 4, "Zoe\u{308}…"),
    ]) func cutTextFits(text: String, columns: Int, expected: String) {
        let cut = DisplayWidth.cut(text, to: columns)
        #expect(cut == expected)
        #expect(DisplayWidth.columns(cut) <= columns)
    }

    @Test func paddedTextAligns() {
        #expect(DisplayWidth.padded("李", to: 4) == "李  ")
        #expect(DisplayWidth.padded("7", to: 3, atEnd: false) == "  7")
        #expect(DisplayWidth.padded("longer", to: 3) == "longer")
    }

    @Test(arguments: [
        ("imprt", "import"), ("IMPORT", "import"), ("gropus", "groups"), ("usr", "user"),
        ("onboard", "onboarding"), ("user-list", "user"), ("frobnicate", nil), ("x", nil),
        ("", nil),
    ]) func whatWasMeantIsProposed(typed: String, expected: String?) {
        let words = ["import", "user", "users", "groups", "onboarding"]
        #expect(NearWord.proposal(for: typed, among: words) == expected)
    }
}
