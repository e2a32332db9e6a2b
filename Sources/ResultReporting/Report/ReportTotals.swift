import Provisioning

/// The figures as cards, each with its change since the last finished run.
struct ReportTotals {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    /// Writes the section.
    func write(to html: inout HTMLWriter) {
        html.markup(
            "<section aria-labelledby=\"totals-title\">\n<h2 id=\"totals-title\">Totals</h2>\n")
        html.element("p", ("class", "note"), text: comparison)
        html.markup("\n<ul class=\"cards\">\n")
        for card in cards { write(card, to: &html) }
        html.markup("</ul>\n</section>\n")
    }

    private struct Card {
        var name: String
        var count: UInt64
        var earlier: UInt64?
        var kind = ""
    }

    private var comparison: String {
        if let earlier = report.earlier {
            return
                "Compared with run \(earlier.name) of \(ReportHeader.shown(earlier.startedAt)), the last "
                + (report.feed.isEmpty ? "muster \(report.command)" : "of this feed")
                + " that finished."
        }
        if report.undo != nil { return "An undo is compared with no other run." }
        return report.feed.isEmpty
            ? "The first muster \(report.command) here: there is nothing to compare with."
            : "The first run of this feed: there is nothing to compare with."
    }

    private var cards: [Card] {
        let (now, before) = (report.summary, report.earlier?.summary)
        var cards = [Card(name: "Records", count: now.records, earlier: before?.records)]
        for outcome in Outcome.allCases {
            let isMain = outcome == .rejected || outcome == .created || outcome == .updated
            let earlier = before?.count(outcome)
            guard isMain || now.count(outcome) > 0 || (earlier ?? 0) > 0 else { continue }
            cards.append(
                Card(
                    name: outcome.word.capitalisedWord, count: now.count(outcome), earlier: earlier,
                    kind: "o-\(outcome.word)"))
        }
        let leavers = report.leavers.values.reduce(0, +)
        let leaversBefore = before?.leavers.values.reduce(0, +)
        if leavers > 0 || (leaversBefore ?? 0) > 0 {
            cards.append(Card(name: "Leavers", count: leavers, earlier: leaversBefore))
        }
        cards.append(Card(name: "Warnings", count: now.warnings, earlier: before?.warnings))
        if now.mailsQueued > 0 || (before?.mailsQueued ?? 0) > 0 {
            cards.append(
                Card(name: "Mails queued", count: now.mailsQueued, earlier: before?.mailsQueued))
        }
        return cards
    }

    private func write(_ card: Card, to html: inout HTMLWriter) {
        html.element("li", ("class", "card \(card.kind)")) { html in
            html.element("span", ("class", "name"), text: card.name)
            html.element("span", ("class", "count"), text: GroupedNumber.text(card.count))
            if let earlier = card.earlier {
                html.element("span", ("class", "change"), text: Self.change(earlier, card.count))
            }
        }
        html.markup("\n")
    }

    /// Such as `▲ 1,204 more (+12 %)`.
    private static func change(_ before: UInt64, _ now: UInt64) -> String {
        guard now != before else { return "as before" }
        let (sign, word, by) =
            now > before ? ("▲", "more", now - before) : ("▼", "fewer", before - now)
        guard before > 0 else { return "\(sign)\u{A0}\(GroupedNumber.text(by))\u{A0}\(word)" }
        let share = ShareText.percent(by, of: before)
        return
            "\(sign)\u{A0}\(GroupedNumber.text(by))\u{A0}\(word) (\(now > before ? "+" : "−")\(share))"
    }
}

extension RunSummary {
    /// Findings that are warnings by their code.
    var warnings: UInt64 {
        issues.reduce(0) { $0 + ($1.key.severity == .warning ? $1.value : 0) }
    }
}

extension String {
    /// The word with a capital letter.
    var capitalisedWord: String { prefix(1).uppercased() + dropFirst() }
}

/// Shares as people read them.
enum ShareText {
    /// `12 %`, `0.3 %`, `under 0.1 %`; rounded, but never up to the whole or down to nothing.
    static func percent(_ part: UInt64, of whole: UInt64) -> String {
        guard whole > 0, part > 0 else { return "0\u{A0}%" }
        guard part != whole else { return "100\u{A0}%" }
        let share = Double(part) / Double(whole) * 100
        if share < 0.1 { return "under\u{A0}0.1\u{A0}%" }
        if part < whole, share > 99.9 { return "over\u{A0}99.9\u{A0}%" }
        if share < 10 || (part < whole && share > 99) {
            let tenths = UInt64((share * 10).rounded())
            return tenths % 10 == 0
                ? "\(tenths / 10)\u{A0}%" : "\(tenths / 10).\(tenths % 10)\u{A0}%"
        }
        return "\(GroupedNumber.text(UInt64(share.rounded())))\u{A0}%"
    }
}
