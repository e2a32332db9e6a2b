import Provisioning
import ResultReporting

/// What the header of a plan says, for people.
struct PlanFacts {
    private let header: PlanHeader
    private let style: CommandStyle

    init(_ header: PlanHeader, style: CommandStyle) {
        self.header = header
        self.style = style
    }

    /// Blocks of lines, each with its end, with an empty line between the blocks.
    var text: String {
        [headline, counts, guards, mails, surplus, factors, notices]
            .filter { !$0.isEmpty }
            .map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
    }

    private var headline: [String] {
        let file = HarmlessText.escaped(header.request.options.file)
        let records = GroupedNumber.text(header.records, "record")
        let rejected = header.outcomes[.rejected] ?? 0
        let sentence =
            rejected == 0
            ? "Plan for \(file): \(records), all accepted."
            : "Plan for \(file): \(records), \(GroupedNumber.text(rejected)) rejected."
        var facts = [
            ("Made", "\(header.madeAt) by \(HarmlessText.escaped(header.madeBy))"),
            ("Feed", HarmlessText.escaped(header.request.options.feed)),
            ("File", "\(GroupedNumber.text(header.fileBytes, "byte")), SHA-256 \(header.fileHash)"),
            ("Program", "muster \(HarmlessText.escaped(header.version))"),
        ]
        if let reason = header.request.options.reason {
            facts.append(("Reason", HarmlessText.escaped(reason)))
        }
        if header.request.options.isAtomic {
            facts.append(("Atomic", "one transaction for the whole run"))
        }
        if header.isUnkeyed {
            facts.append(("Seal", "none: it was made where there was no directory"))
        }
        return WrappedText.lines(sentence, rest: "  ").map(style.strong)
            + facts.map { "\($0.0)\(String(repeating: " ", count: 9 - $0.0.count))\($0.1)" }
    }

    private var counts: [String] {
        var rows = Outcome.allCases.map { (word: $0.word, count: header.outcomes[$0] ?? 0) }
        rows += Outcome.allCases.map { ("leavers \($0.word)", header.leavers[$0] ?? 0) }
        rows.append(("passwords to hash", header.passwords))
        rows.append(("groups created", header.groupsCreated))
        return Self.aligned(rows.filter { $0.count > 0 })
    }

    private var guards: [String] {
        guard !header.guards.isEmpty else { return [] }
        return [style.strong("Guards passed")]
            + header.guards.map { reading in
                let limit =
                    reading.limit.map { "at most \(GroupedNumber.text($0))" } ?? "no limit"
                let allowed = GuardName(rawValue: reading.name).flatMap {
                    header.request.options.allowances[$0]
                }
                let by = allowed.map { ", by --allow \(reading.name)=\($0)" } ?? ""
                let name = HarmlessText.escaped(reading.name)
                return "  \(name): \(GroupedNumber.text(reading.count)) (\(limit)\(by))"
            }
    }

    private var mails: [String] {
        guard !header.mails.isEmpty else { return [] }
        return [style.strong("Mails owed")]
            + header.mails.map { mail in
                let due = mail.due == "now" ? "at once" : "due \(HarmlessText.escaped(mail.due))"
                let kind = HarmlessText.escaped(mail.kind)
                return "  \(GroupedNumber.text(mail.count)) \(kind), \(due)"
            }
    }

    private var surplus: [String] {
        guard header.surplusCount > 0 else { return [] }
        var lines = [style.strong("More devices than the new limit")]
        lines += header.surplus.map {
            "  user id:\($0.user) (record \($0.record)): \($0.devices) devices, limit \($0.limit)"
        }
        let rest = header.surplusCount - min(header.surplusCount, UInt64(header.surplus.count))
        if rest > 0 { lines.append("  and \(GroupedNumber.text(rest)) more") }
        return lines
    }

    private var factors: [String] {
        guard !header.factors.isEmpty else { return [] }
        return [style.strong("Second factors that cannot be used")]
            + header.factors.map { factor in
                let rest = factor.count - min(factor.count, UInt64(factor.records.count))
                let named = factor.records.map { "\($0)" }.joined(separator: ", ")
                let more = rest > 0 ? " and \(GroupedNumber.text(rest)) more" : ""
                let noun = factor.count == 1 ? "record" : "records"
                return "  \(Self.words(of: factor.code)): \(noun) \(named)\(more)"
            }
    }

    private static func words(of code: String) -> String {
        switch IssueCode(rawValue: code) {
        case .policySecondFactorNoGateway: "no gateway"
        case .policySecondFactorNoPhone: "no phone"
        case .policySecondFactorNoEmail: "no e-mail address"
        case .policySecondFactorEnrolmentPending: "not enrolled yet"
        default: HarmlessText.escaped(code)
        }
    }

    private var notices: [String] {
        guard !header.notices.isEmpty else { return [] }
        return [style.strong("About the file")]
            + header.notices.flatMap {
                WrappedText.lines(HarmlessText.escaped($0), first: "  ", rest: "    ")
            }
    }

    private static func aligned(_ rows: [(word: String, count: UInt64)]) -> [String] {
        let counts = rows.map { GroupedNumber.text($0.count) }
        let wide = counts.map(\.count).max() ?? 0
        let words = rows.map(\.word.count).max() ?? 0
        return zip(rows, counts).map { row, count in
            let gap = String(repeating: " ", count: words - row.word.count + wide - count.count)
            return "  \(row.word)  \(gap)\(count)"
        }
    }
}
