import Provisioning

/// The part of a result between its numbers and its keys, ready made for each action and outcome.
struct ResultWords {
    private var bytes: ContiguousArray<UInt8> = []
    private var ranges: ContiguousArray<Range<Int>> = []
    private static let outcomeCount = 16

    /// Makes all of them; `words` gets nil for an action that is not known.
    init(_ words: (_ action: String?, _ outcome: String) -> String) {
        let actions = Action.allCases.map(\.rawValue).max() ?? 0
        for action in 0...actions {
            for outcome in 0..<UInt8(Self.outcomeCount) {
                let start = bytes.count
                if let outcome = Outcome(rawValue: outcome) {
                    bytes.append(
                        contentsOf: words(Action(rawValue: action)?.word, outcome.word).utf8)
                }
                ranges.append(start..<bytes.count)
            }
        }
    }

    /// Appends the part; a rejected record with the action `skip` is one whose action is unknown.
    @inline(__always)
    func append(_ action: Action, _ outcome: Outcome, to buffer: inout ByteBuffer) {
        let isUnknown = action == .skip && outcome == .rejected
        let index = isUnknown ? 0 : Int(action.rawValue) * Self.outcomeCount
        let range = ranges[index + Int(outcome.rawValue)]
        bytes.withUnsafeBytes {
            buffer.append(UnsafeRawBufferPointer(rebasing: $0[range]))
        }
    }
}
