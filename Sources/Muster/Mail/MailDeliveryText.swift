package import Provisioning
import ResultReporting

/// What `muster mail deliver` prints.
package struct MailDeliveryText {
    private let tally: MailTally

    package init(_ tally: MailTally) { self.tally = tally }

    /// What was done, why not, and what is left, as lines with their ends; no personal data.
    package func text(style: CommandStyle, at now: Instant) -> String {
        var parts: [String] = []
        if tally.sent > 0 || tally.deferred + tally.failed > 0 {
            parts.append("\(style.good("sent")) \(tally.sent)")
        }
        if tally.deferred > 0 { parts.append("deferred \(tally.deferred)") }
        if tally.failed > 0 { parts.append("\(style.bad("failed")) \(tally.failed)") }
        if tally.withdrawn > 0 { parts.append("withdrawn \(tally.withdrawn)") }
        if tally.postponed > 0 {
            parts.append("put off \(tally.postponed) (their domain takes no more for now)")
        }
        if parts.isEmpty {
            parts.append(nothing(at: now))
        }
        var text = parts.joined(separator: ", ") + "\n"
        for (answer, count) in tally.answers.sorted(by: { $0.key < $1.key }) {
            text += "  \(count) x \(answer.code) (\(answer.verb))\n"
        }
        if let next = tally.nextDueAt {
            text +=
                next <= now
                ? "More mail is due; muster mail deliver goes on with it.\n"
                : "The next mail is due at \(next.utcText).\n"
        }
        if let folder = tally.folder, tally.sent > 0 {
            text +=
                "They are in \(MessageText.path(folder)) and count as sent: nobody else got them.\n"
        }
        if tally.deferred + tally.failed > 0 {
            text += "muster mail status says why, and for whom.\n"
        }
        return text
    }

    private func nothing(at now: Instant) -> String {
        if let next = tally.nextDueAt, next <= now { return "Nothing was sent." }
        guard tally.heldByOthers > 0 else { return "Nothing is due." }
        return "Nothing is left to send: another relay has \(tally.heldByOthers) in hand."
    }

    /// What a command that was to be quiet has to say, with its end: that mail was not taken, and how
    /// the server answered; nil: nothing.
    package var complaint: String? {
        guard tally.deferred + tally.failed > 0 else { return nil }
        let answers = tally.answers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let often = answers.first.map { ", mostly \($0.key.code) (\($0.key.verb))" } ?? ""
        return "muster: \(tally.deferred) deferred, \(tally.failed) failed\(often); "
            + "muster mail status says why, and for whom\n"
    }

    /// The same for programs.
    package var json: ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        let counts = [
            ("sent", tally.sent), ("deferred", tally.deferred), ("failed", tally.failed),
            ("withdrawn", tally.withdrawn), ("postponed", tally.postponed),
        ]
        for (name, count) in counts { json.member(name, UInt64(count)) }
        json.member("interrupted", tally.wasInterrupted)
        json.member("next_due_at", tally.nextDueAt?.utcText)
        json.key("answers")
        json.beginArray()
        for (answer, count) in tally.answers.sorted(by: { $0.key < $1.key }) {
            json.beginObject()
            json.member("code", UInt64(answer.code))
            json.member("verb", answer.verb)
            json.member("mails", UInt64(count))
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.take()
    }
}
