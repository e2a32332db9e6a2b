import GRDB

/// Values of a row that may be damaged.
///
/// What a flipped bit has made of a column's name or of a value is thrown. A subscript would end the
/// program there.
extension Row {
    /// The value in a column; throws where there is none of this name, or of another kind.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ column: String
    ) throws -> Value {
        try decode(Value.self, forColumn: column)
    }

    /// The value at a place, counted from 0.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ index: Int
    ) throws -> Value {
        try decode(Value.self, atIndex: index)
    }
}
