import Provisioning

/// Names of columns as values and keys of the file.
enum ColumnName {
    /// Any column, custom attributes too.
    static var any: ValueForm<ColumnTarget> { form(of: UserColumn.allCases) }

    /// Columns that can be made from others: nothing that decides what a record does, and no
    /// secrets.
    static var derivable: ValueForm<ColumnTarget> {
        form(of: UserColumn.allCases.filter { !$0.isSecret && $0 != .action && $0 != .user })
    }

    private static func form(of columns: [UserColumn]) -> ValueForm<ColumnTarget> {
        let names = columns.map(\.name)
        return ValueForm(
            allowed: "a column (\(names.joined(separator: ", "))) or attr.NAME", words: names
        ) { text in
            guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
            switch ColumnTarget(name: text) {
            case .column(let column)? where !columns.contains(column): return nil
            case let target: return target
            }
        }
    }
}
