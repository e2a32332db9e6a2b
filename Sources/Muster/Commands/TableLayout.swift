import Provisioning

/// Which columns of a table a terminal has room for, and how wide each is.
struct TableLayout: Equatable {
    /// Spaces between two columns.
    static let gap = 2

    /// Positions of the columns that are shown, in order.
    var shown: [Int]
    /// Their widths.
    var widths: [Int]
    /// Positions of columns that have something to say and no room to say it.
    var leftOut: [Int]

    /// Fits columns into `width`; `natural` are widths at which nothing is cut, 0 where every cell is
    /// empty.
    ///
    /// Cells give way before columns do, each down to the least that is some use, those that are needed
    /// least first. A column in which every cell is empty takes no room. What stays in any case may make
    /// a line too long: a run's name that is cut is no name.
    init(_ columns: [TableColumn], natural: [Int], within width: Int) {
        let titled = zip(columns, natural).map { max(DisplayWidth.columns($0.title), $1) }
        let least = zip(columns, titled).map { Self.least($0, $1) }
        shown = columns.indices.filter { columns[$0].rank == 0 }
        leftOut = []
        // What is needed most comes first; a narrower one may still have room where a wider one had not.
        let others = columns.indices.filter { columns[$0].rank > 0 && natural[$0] > 0 }
        for column in others.sorted(by: { columns[$0].rank < columns[$1].rank }) {
            let sum = (shown + [column]).reduce(0) { $0 + least[$1] }
            if sum + Self.gap * shown.count <= width {
                shown.append(column)
            } else {
                leftOut.append(column)
            }
        }
        shown.sort()
        leftOut.sort()
        widths = shown.map { titled[$0] }
        shrink(
            columns, to: shown.map { least[$0] }, within: width - Self.gap * (shown.count - 1))
    }

    /// Fits the columns that are shown already to other cells: a further page of the same table.
    mutating func refit(_ columns: [TableColumn], natural: [Int], within width: Int) {
        let titled = zip(shown, widths).map { max($1, natural[$0]) }
        let least = zip(shown, titled).map { Self.least(columns[$0], $1) }
        widths = titled
        shrink(columns, to: least, within: width - Self.gap * (shown.count - 1))
    }

    private static func least(_ column: TableColumn, _ natural: Int) -> Int {
        guard let least = column.least else { return natural }
        return min(natural, max(least, DisplayWidth.columns(column.title)))
    }

    /// Takes from the column that is needed least, and among those from the widest.
    private mutating func shrink(_ columns: [TableColumn], to least: [Int], within room: Int) {
        var excess = widths.reduce(0, +) - room
        while excess > 0 {
            let giving = widths.indices.filter { widths[$0] > least[$0] }.max { one, other in
                let ranks = (columns[shown[one]].rank, columns[shown[other]].rank)
                return ranks.0 == ranks.1 ? widths[one] < widths[other] : ranks.0 < ranks.1
            }
            guard let giving else { return }
            widths[giving] -= 1
            excess -= 1
        }
    }
}
