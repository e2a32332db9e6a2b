/// What a check made of a cell.
package enum NormalisedValue: Equatable, Sendable {
    /// The cell's bytes are the value.
    case asWritten
    /// The value is this part of the cell, counted from the cell's first byte.
    case trimmed(Range<Int>)
    /// The value is what the check left in the scratch buffer.
    case rewritten

    /// The same value, for a caller whose cell begins `offset` bytes before the checked one.
    func moved(by offset: Int, length: Int) -> NormalisedValue {
        switch self {
        case .asWritten: .trimmed(offset..<offset + length)
        case .trimmed(let range):
            .trimmed(range.lowerBound + offset..<range.upperBound + offset)
        case .rewritten: .rewritten
        }
    }
}
