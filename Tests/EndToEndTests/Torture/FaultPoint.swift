/// One call of a command that fails, and how: a rule of the library of faults.
struct FaultPoint: TemporaryFault, Sendable {
    /// The call as the library's log names it, such as `write`.
    var call: String
    var path: String
    /// From 1, among the calls that the rule counts.
    var number: Int
    /// The action of the rule, such as `eio`.
    var kind: String
    /// Whether all later calls fail, too.
    var isLasting: Bool

    private var isReading: Bool { call == "read" }
    private var isLooking: Bool { call == "look" }

    /// What `MUSTER_FAULT` says.
    var rule: String {
        "\(isReading || isLooking ? call : "any"):\(number)\(isLasting ? "+" : ""):\(kind)"
    }

    var description: String { "\(rule) (\(call) \(path))" }

    /// What no program may notice: half of a write or read done, or a call interrupted by a signal.
    var isHarmless: Bool { kind == "short" || kind == "eintr" }

    /// Whether the call leads away from the disk: standard input, output, error.
    var isStream: Bool { path.hasPrefix("pipe:") || path.hasPrefix("/dev/") }

    var keepsFiles: Bool { call == "unlink" || isLasting }

    func begin(in place: Workplace) throws { place.meet(["MUSTER_FAULT": rule]) }

    func end(in place: Workplace) throws { place.meet([:]) }

    /// What can go wrong with a call, as the system documents it.
    private static let kinds: [String: [String]] = [
        "write": ["eio", "enospc", "edquot", "short", "eintr"], "sync": ["eio", "edquot"],
        "rename": ["eio", "enospc", "eacces"], "unlink": ["eio", "erofs"],
        "open": ["eacces", "erofs", "emfile", "enospc"], "truncate": ["eio"],
        "mkdir": ["enospc", "eacces"], "read": ["eio", "short", "eintr"],
        "look": ["eio", "eacces", "emfile"],
    ]

    /// Every way in which these calls can fail, once and for all time, one of each call first.
    ///
    /// `calls` are lines of `MUSTER_CALLS`, `reads` of `MUSTER_READS`.
    static func all(
        calls: [String], reads: [String], _ random: inout SeededRandom
    ) -> [FaultPoint] {
        var first: [FaultPoint] = []
        var further: [FaultPoint] = []
        var counts: [String: Int] = [:]
        for line in calls + reads {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2 else { continue }
            let counted = kinds.keys.contains(words[0]) && "read look".contains(words[0])
            counts[counted ? words[0] : "any", default: 0] += 1
            let number = counts[counted ? words[0] : "any"] ?? 0
            // Random numbers and zones of the system are no files of anybody's.
            if counted, words[1].hasPrefix("/dev/") || words[1].hasPrefix("/usr/") { continue }
            var points = (kinds[words[0]] ?? []).flatMap { kind in
                [false, true].compactMap { isLasting in
                    // A call that is interrupted for ever is repeated for ever.
                    kind == "eintr" && isLasting
                        ? nil
                        : FaultPoint(
                            call: words[0], path: words[1], number: number, kind: kind,
                            isLasting: isLasting)
                }
            }.shuffled(using: &random)
            if let point = points.popLast() { first.append(point) }
            further += points
        }
        return first.shuffled(using: &random) + further.shuffled(using: &random)
    }
}
