/// Where something stands in the configuration file.
struct ConfigurationPosition: Hashable, Comparable {
    /// Line, from 1.
    var line: Int
    /// Column in characters (Unicode scalars), from 1.
    var column: Int

    static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

extension ConfigurationPosition: CustomStringConvertible {
    var description: String { "\(line):\(column)" }
}
