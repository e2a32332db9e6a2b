/// What was counted beside what is allowed.
struct InstructionReport {
    /// What becomes of one work's count.
    enum Verdict: Equatable {
        case met
        /// More than the bound.
        case exceeded
        /// So much less that the bound no longer guards what was won.
        case loose
        /// The file has no bound for it.
        case unbounded
        /// The bounds are those of another processor.
        case incomparable
    }

    let counts: [InstructionWork: UInt64]
    let bounds: InstructionBounds
    /// Processor that it was counted on, as `uname -m` spells it.
    let machine: String
    /// Command lines that did the work, for whoever wants to look closer.
    var commands: [InstructionWork: [String]] = [:]

    /// Whether every work was counted and keeps within its bound, as far as there are bounds for
    /// this processor.
    var isMet: Bool {
        InstructionWork.allCases.allSatisfy { work in
            switch verdict(work) {
            case .met, .loose, .incomparable: true
            case .exceeded, .unbounded, nil: false
            }
        }
    }

    /// nil: it was not counted.
    func verdict(_ work: InstructionWork) -> Verdict? {
        guard let count = counts[work] else { return nil }
        guard machine == bounds.machine else { return .incomparable }
        guard let bound = bounds.bounds[work] else { return .unbounded }
        if count > bound.most { return .exceeded }
        // More than 15 % above what is needed.
        return bound.most * 100 > count * 115 ? .loose : .met
    }

    /// One line a work.
    var table: String {
        let header = ["work", "instructions", "a", "bound", "margin", ""]
        let rows = InstructionWork.allCases.compactMap { work -> [String]? in
            guard let count = counts[work], let verdict = verdict(work) else { return nil }
            let bound = verdict == .incomparable ? nil : bounds.bounds[work]
            return [
                work.rawValue, InstructionBounds.grouped(count),
                work.isPerRecord ? "record" : "run",
                bound.map { InstructionBounds.grouped($0.most) } ?? "",
                bound.map { Self.margin(count, $0.most) } ?? "", Self.word(verdict),
            ]
        }
        return TextTable(rows: [header] + rows, words: [0, 2, 5]).text
    }

    /// What to do about it, as lines; empty: nothing.
    var advice: String {
        var text = ""
        if machine != bounds.machine && !counts.isEmpty {
            text += "The bounds are for \(bounds.machine): nothing was compared on \(machine).\n"
        }
        for work in InstructionWork.allCases {
            guard let count = counts[work], let verdict = verdict(work) else { continue }
            text += advice(work, count, verdict)
        }
        return text
    }

    private func advice(_ work: InstructionWork, _ count: UInt64, _ verdict: Verdict) -> String {
        switch verdict {
        case .met, .incomparable: return ""
        case .unbounded:
            return "\(work.rawValue) has no bound: make instructions UPDATE=1 sets it.\n"
        case .loose:
            return "\(work.rawValue) has become cheaper: lower its bound with "
                + "make instructions UPDATE=1, so that it stays so.\n"
        case .exceeded:
            let grouped = InstructionBounds.grouped
            let before =
                bounds.bounds[work].map {
                    "its bound is \(grouped($0.most)), set when it took \(grouped($0.measured)) "
                        + "on \($0.date)"
                } ?? ""
            let command = command(work).joined(separator: " ")
            return """
                \(work.rawValue) takes \(grouped(count)) instructions: \(before).
                  See where they go, before and after the change:
                    valgrind --tool=callgrind --callgrind-out-file=counts.out \(command)
                    callgrind_annotate counts.out | head -60
                  If something worth it is bought with them, raise the bound in the same commit \
                (make instructions UPDATE=1) and let its message say what.

                """
        }
    }

    /// What a shell is to be given to do it once more.
    private func command(_ work: InstructionWork) -> [String] {
        guard var words = commands[work], !words.isEmpty else { return ["muster", "..."] }
        // The last word is the directory; the one that was used has users by now.
        if work.startsEmpty { words[words.count - 1] = "$(mktemp -d)/users.sqlite" }
        return words
    }

    private static func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .met: "met"
        case .exceeded: "EXCEEDED"
        case .loose: "met, lower the bound"
        case .unbounded: "NO BOUND"
        case .incomparable: "not compared"
        }
    }

    /// How much more the bound allows than was counted, in per cent of the count.
    private static func margin(_ count: UInt64, _ most: UInt64) -> String {
        let share = (Double(most) / Double(max(1, count)) - 1) * 100
        return (share < 0 ? "-" : "") + BenchReport.decimal(share.magnitude, 1) + " %"
    }
}
