import FeedFormats
import Provisioning

/// What holds of any batch, whatever the file says.
enum BatchClaims {
    static func check(_ batch: RecordBatch, of feed: OpenFeed) throws(BrokenClaim) {
        let chunk = batch.chunk
        try claim(!chunk.records.isEmpty, "a chunk has no records")
        try claim(
            chunk.records.count <= feed.limits.chunkRecordsMax, "a chunk has too many records")
        try claim(
            batch.values.count == batch.recordCount * batch.layout.slotCount, "values are missing")
        for range in chunk.fields where !range.isAbsent {
            try claim(Int(range.end) <= chunk.count, "a field stands outside of its chunk")
            try claim(
                Int(range.length) <= feed.limits.recordBytesMax, "a field is longer than a record")
        }
        for cell in batch.values where cell.isValue {
            try claim(Int(cell.range.end) <= chunk.count, "a value stands outside of its chunk")
        }
        var last = 0
        for (record, _) in batch.issues {
            try claim(record >= last, "issues are out of order")
            last = record
        }
        for index in chunk.records.indices { try check(index, of: batch, feed) }
    }

    private static func check(
        _ index: Int, of batch: RecordBatch, _ feed: OpenFeed
    ) throws(BrokenClaim) {
        let place = batch.chunk.records[index]
        let issues = batch.issues(of: index)
        try claim(
            batch.hasErrors[index] == issues.contains { $0.severity == .error },
            "record \(place.number) hides its errors")
        if let first = issues.first, batch.hasErrors[index] {
            try claim(first.severity == .error, "a warning is the headline of a rejected record")
        }
        if place.faultIndex >= 0 {
            try claim(batch.hasErrors[index], "a faulty record is accepted")
        }
        guard !batch.hasErrors[index] else { return }
        for column in [UserColumn.username, .email, .phone, .startDate, .endDate, .country] {
            guard let value = batch.bytes(index, column) else { continue }
            try CellClaims.checkIsFixed(value, column)
        }
    }
}
