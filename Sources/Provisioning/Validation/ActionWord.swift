/// The words of the `action` column.
package enum ActionWord {
    /// The action that a cell names, in any case, with spaces, hyphens and underscores treated
    /// alike; nil: none.
    package static func parse(_ bytes: UnsafeRawBufferPointer) -> Action? {
        let range = CellBytes.trimmedRange(bytes)
        return table.meaning(of: CellBytes.part(bytes, range))
    }

    private static let table = WordTable<Action>(
        Action.allCases.map { ($0.word, $0) } + [
            ("create", .add), ("insert", .add), ("new", .add), ("a", .add), ("i", .add),
            ("modify", .update), ("change", .update), ("u", .update), ("m", .update),
            ("remove", .delete), ("d", .delete),
            ("enroll-second-factor", .enrolSecondFactor), ("enrol", .enrolSecondFactor),
        ])

    /// Checks an action without surrounding spaces; the value is its canonical word.
    static func check(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        guard let action = table.meaning(of: bytes) else {
            let words = Action.allCases.map(\.word).joined(separator: ", ")
            throw ValueFault(.fieldActionUnknown, "is not an action; these are: \(words)")
        }
        return .word(action.word, for: bytes, into: &scratch)
    }
}
