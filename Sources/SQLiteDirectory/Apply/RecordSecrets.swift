import GRDB
import Provisioning

/// What a record's secrets have become, as far as it has any.
extension DecidedChunk {
    /// The material of a record; empty for most.
    func issued(for record: Int) -> IssuedCredentials {
        var low = 0
        var high = credentials.count
        while low < high {
            let middle = (low + high) / 2
            if credentials[middle].record < record { low = middle + 1 } else { high = middle }
        }
        guard low < credentials.count, credentials[low].record == record else {
            return IssuedCredentials()
        }
        return credentials[low].issued
    }

    /// The hash to store for a change of the password; nil: the user has none from now on.
    ///
    /// It throws where the hash was not made: the change would else be lost without a word.
    func passwordHash(for record: Int, _ change: PasswordChange) throws -> ByteString? {
        let hash: ByteString?
        switch change {
        case .removed: return nil
        case .cell: hash = issued(for: record).passwordHash
        case .importedHash:
            hash = issued(for: record).passwordHash ?? batch.bytes(record, .passwordHash)
        }
        guard let hash else { throw Self.lacking("password hash") }
        return hash
    }

    /// The error for a secret that should have been made before the chunk is written.
    static func lacking(_ name: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_MISUSE, message: "a \(name) was not made")
    }
}
