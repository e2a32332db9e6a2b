/// A column of a table, and what becomes of it where a terminal is too narrow for all of them.
package struct TableColumn: Sendable {
    var title: String
    /// Columns of the terminal that its cells keep at least; nil: they are no use when cut.
    var least: Int?
    /// What is needed least has the highest number and goes first; 0: it stays.
    var rank: Int
    /// Whether its cells are numbers, which end at the same place.
    var isNumber: Bool

    /// Whether other columns say the same, so that nobody misses it.
    var isRepetition = false

    private init(_ title: String, least: Int?, rank: Int, isNumber: Bool = false) {
        self.title = title
        self.least = least
        self.rank = rank
        self.isNumber = isNumber
    }

    /// Cells that are never cut.
    package static func whole(_ title: String, rank: Int = 0) -> TableColumn {
        TableColumn(title, least: nil, rank: rank)
    }

    /// Cells that are cut to `least` columns before another column has to go.
    package static func text(_ title: String, least: Int, rank: Int = 0) -> TableColumn {
        TableColumn(title, least: least, rank: rank)
    }

    /// Numbers; on a terminal they stand at the right, in groups of three digits.
    package static func number(_ title: String, rank: Int = 0) -> TableColumn {
        TableColumn(title, least: nil, rank: rank, isNumber: true)
    }

    /// Cells that say, never cut, what other columns say as well.
    package static func repetition(_ title: String) -> TableColumn {
        var column = whole(title, rank: 9)
        column.isRepetition = true
        return column
    }
}
