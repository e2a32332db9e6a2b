import Provisioning

/// Where the lines of a results file stand that a report lists: up to a limit, the worst kinds first.
///
/// A few words of memory a line, and nothing for one that will not be listed: records that were
/// unchanged and have no finding are listed only where the whole file is, which takes no places.
struct ListedLines: Equatable, Sendable {
    /// Kinds of lines, in the order in which they are listed when there are too many.
    enum Kind: Int, CaseIterable, Sendable {
        case rejected, warned, changed, created
    }

    /// Lines that are listed at most.
    let limit: Int
    /// Outcomes whose lines are wanted although they have no finding, a bit each.
    private(set) var wanted: UInt32
    private var offsets: [ContiguousArray<UInt64>]
    private var count = 0

    /// Begins with no line.
    init(limit: Int) {
        self.limit = limit
        offsets = Array(repeating: [], count: Kind.allCases.count)
        wanted = Self.allWanted
    }

    private static let allWanted: UInt32 = Outcome.allCases.reduce(0) { bits, outcome in
        outcome == .unchanged ? bits : bits | 1 << UInt32(outcome.rawValue)
    }

    /// The kind of a line; nil: it is listed only where the whole file is.
    static func kind(_ outcome: Outcome, hasFindings: Bool) -> Kind? {
        if outcome == .rejected { return .rejected }
        if hasFindings { return .warned }
        switch outcome {
        case .unchanged: return nil
        case .created: return .created
        default: return .changed
        }
    }

    /// Notes a line that begins at `offset`; one of a milder kind makes room for it.
    mutating func note(_ outcome: Outcome, hasFindings: Bool, at offset: UInt64) {
        guard let kind = Self.kind(outcome, hasFindings: hasFindings) else { return }
        if count >= limit {
            let mildest = offsets.lastIndex { !$0.isEmpty } ?? 0
            guard mildest > kind.rawValue else { return close(kind) }
            offsets[mildest].removeLast()
            count -= 1
        }
        offsets[kind.rawValue].append(offset)
        count += 1
    }

    /// Asks for no more lines of a kind that has no room left.
    private mutating func close(_ kind: Kind) {
        for outcome in Outcome.allCases
        where Self.kind(outcome, hasFindings: false).map({ $0.rawValue >= kind.rawValue }) == true {
            wanted &= ~(1 << UInt32(outcome.rawValue))
        }
    }

    /// Forgets the lines from `position` on, which are cut off.
    mutating func cut(to position: UInt64) {
        guard position > 0 else {
            self = ListedLines(limit: limit)
            return
        }
        for kind in offsets.indices {
            while let last = offsets[kind].last, last >= position {
                offsets[kind].removeLast()
                count -= 1
            }
        }
        wanted = Self.allWanted
    }

    /// Where the lines of one kind begin, in order.
    func offsets(of kind: Kind) -> ContiguousArray<UInt64> { offsets[kind.rawValue] }

    /// Where all of them begin, in order.
    var ordered: ContiguousArray<UInt64> {
        var all = ContiguousArray<UInt64>()
        all.reserveCapacity(count)
        for kind in offsets { all += kind }
        all.sort()
        return all
    }
}
