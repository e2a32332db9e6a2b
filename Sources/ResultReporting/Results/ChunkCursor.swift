import Provisioning

/// Walks the sparse parts of a chunk's results beside its records, in record order.
struct ChunkCursor {
    private let results: ChunkResults
    private var nextIssue = 0
    private var nextDetail = 0
    private var nextIdentity = 0

    init(_ results: ChunkResults) { self.results = results }

    /// Issues of `record`; empty for most. Ask in ascending order.
    @inline(__always)
    mutating func issues(of record: Int) -> [RecordIssue] {
        while nextIssue < results.issues.count, results.issues[nextIssue].record < record {
            nextIssue += 1
        }
        guard nextIssue < results.issues.count, results.issues[nextIssue].record == record else {
            return []
        }
        return results.issues[nextIssue].issues
    }

    /// The detail of `record`. Ask in ascending order.
    @inline(__always)
    mutating func detail(of record: Int) -> String? {
        while nextDetail < results.details.count, results.details[nextDetail].record < record {
            nextDetail += 1
        }
        guard nextDetail < results.details.count, results.details[nextDetail].record == record
        else { return nil }
        return results.details[nextDetail].detail
    }

    /// The keys to show for `record` where it has none itself. Ask in ascending order.
    @inline(__always)
    mutating func identity(of record: Int) -> ShownIdentity? {
        while nextIdentity < results.identities.count,
            results.identities[nextIdentity].record < record
        {
            nextIdentity += 1
        }
        guard nextIdentity < results.identities.count,
            results.identities[nextIdentity].record == record
        else { return nil }
        return results.identities[nextIdentity].identity
    }
}
