import GRDB

/// Looks into a directory's file past the directory.
func integers(_ path: String, _ sql: String) throws -> [Int] {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration).read {
        try Int.fetchAll($0, sql: sql)
    }
}

func strings(_ path: String, _ sql: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration).read {
        try String.fetchAll($0, sql: sql)
    }
}

/// Writes into a directory's file past the directory.
func execute(_ path: String, _ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
}
