import GRDB
import Provisioning

/// The SQL of statements that are prepared when they are first needed.
protocol StatementText: Hashable {
    var sql: String { get }
}

/// A value to bind to a parameter; nil: NULL.
enum StatementValue {
    case number(Int64?)
    case text(ByteString?)
}

/// Statements that are prepared when they are first needed, and once: a run that has no use for
/// them pays nothing.
final class LazyStatements<Text: StatementText> {
    private let database: Database
    private var prepared: [Text: PreparedStatement] = [:]

    init(_ database: Database) { self.database = database }

    /// The statement, ready to be bound.
    func callAsFunction(_ text: Text) throws -> PreparedStatement {
        if let known = prepared[text] { return known }
        let made = try PreparedStatement(database, text.sql)
        prepared[text] = made
        return made
    }

    /// Runs a statement that gives no rows with these values, from the first parameter on.
    func run(_ text: Text, _ values: StatementValue...) throws {
        let statement = try self(text)
        bind(values, from: 1, to: statement)
        try statement.run()
        statement.clearBindings()
    }

    /// Runs a statement that gives no rows with bytes as its first parameter, or NULL for nil, and
    /// these values from the second on.
    func run(_ text: Text, blob: [UInt8]?, _ values: StatementValue...) throws {
        let statement = try self(text)
        bind(values, from: 2, to: statement)
        if let blob {
            try blob.withUnsafeBytes { bytes in
                statement.bind(1, blob: bytes)
                try statement.run()
            }
        } else {
            statement.bindNull(1)
            try statement.run()
        }
        statement.clearBindings()
    }

    private func bind(
        _ values: [StatementValue], from first: Int32, to statement: PreparedStatement
    ) {
        for (parameter, value) in zip(first..., values) {
            switch value {
            case .number(let number): statement.bind(parameter, number)
            case .text(let text): statement.bind(parameter, copying: text)
            }
        }
    }
}
