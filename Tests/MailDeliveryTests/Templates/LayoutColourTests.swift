import Glibc
import MailDelivery
import Provisioning
import Testing

/// Words stand out from what is behind them, in light and in dark.
@Suite struct LayoutColourTests {
    /// The two colours of each pair: as inline styles and as rules for the dark have them.
    static let pairs: [(what: String, front: String, behind: String)] = [
        ("text", "#1c2330", "#ffffff"), ("text in the dark", "#e6e8ec", "#20242c"),
        ("small print", "#566072", "#f2f4f7"), ("small print in the dark", "#a9b1bf", "#15171c"),
        ("link", "#1d4fd7", "#ffffff"), ("link in the dark", "#9bbcff", "#20242c"),
        ("button", "#ffffff", "#1d4fd7"), ("button in the dark", "#10131a", "#9bbcff"),
    ]

    @Test(arguments: pairs) func contrastIsEnough(what: String, front: String, behind: String) {
        // WCAG 2.2, 1.4.3, asks for 4.5.
        let light = max(Self.luminance(front), Self.luminance(behind))
        let dark = min(Self.luminance(front), Self.luminance(behind))
        #expect((light + 0.05) / (dark + 0.05) >= 4.5)
    }

    @Test func theseAreTheColoursOfTheLayout() throws {
        let html = try #require(BuiltInMailTests.mail(.onboarding, "en", full: true).html)
        let used = Set(html.matches(of: /#[0-9a-f]{6}\b/).map { String($0.output) })
        let borders: Set = ["#dde2ea", "#363c48"]
        #expect(used == Set(Self.pairs.flatMap { [$0.front, $0.behind] }).union(borders))
    }

    /// Relative luminance of a colour as WCAG defines it.
    private static func luminance(_ colour: String) -> Double {
        let value = Int(colour.dropFirst(), radix: 16) ?? 0
        let parts = [16, 8, 0].map { shift in
            let part = Double(value >> shift & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
