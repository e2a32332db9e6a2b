import Provisioning
import ResultReporting

/// What a target claims of an answer, and the answer belies.
struct BrokenClaim: Error, CustomStringConvertible {
    let description: String
}

/// Goes on if a claim holds.
func claim(
    _ holds: Bool, _ text: @autoclosure () -> String
) throws(BrokenClaim) {
    guard holds else { throw BrokenClaim(description: text()) }
}

/// A halt is an answer, and may be shown on a terminal as it stands.
func claimIsHarmless(_ halt: RunHalt) throws(BrokenClaim) {
    for line in halt.text.split(separator: "\n") {
        try claim(
            HarmlessText.escaped(String(line)) == line,
            "a halt shows control characters: \(HarmlessText.escaped(halt.text))")
    }
}
