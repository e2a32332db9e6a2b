import Provisioning

/// What of a record's bytes is written otherwise than it stands there.
struct RecordEdits {
    /// What stands in place of a part.
    enum Substitute { case mask, codes, messages, nothing }

    /// A part of what is written: bytes that stay, or what takes the place of others.
    enum Piece {
        case kept(Range<Int>)
        case substitute(Substitute)
    }

    /// Parts with what takes their place, ascending and apart from each other.
    private var parts: [(range: Range<Int>, substitute: Substitute)] = []

    /// Puts a substitute in place of `range`, unless another stands there already.
    mutating func replace(_ range: Range<Int>, by substitute: Substitute) {
        let index = parts.firstIndex { $0.range.upperBound > range.lowerBound } ?? parts.count
        if index < parts.count, parts[index].range.lowerBound < range.upperBound { return }
        parts.insert((range, substitute), at: index)
    }

    /// Whether something takes this substitute's place.
    func has(_ substitute: Substitute) -> Bool { parts.contains { $0.substitute == substitute } }

    /// What is written of `whole`, in order.
    func pieces(of whole: Range<Int>) -> [Piece] {
        var pieces: [Piece] = []
        var position = whole.lowerBound
        for (range, substitute) in parts
        where range.lowerBound >= position && range.upperBound <= whole.upperBound {
            pieces.append(.kept(position..<range.lowerBound))
            pieces.append(.substitute(substitute))
            position = range.upperBound
        }
        pieces.append(.kept(position..<whole.upperBound))
        return pieces
    }
}
