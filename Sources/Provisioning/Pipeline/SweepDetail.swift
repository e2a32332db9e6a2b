extension ChunkResults {
    /// Puts before what each record of a sweep changes why it was due, which nobody who reads the
    /// results could tell otherwise.
    mutating func tellReasons() {
        let changed = Dictionary(
            details.map { ($0.record, $0.detail) }, uniquingKeysWith: { first, _ in first })
        details = (firstRecord..<max(firstRecord, outcomes.count)).compactMap { record in
            let parts = [batch.bytes(record, .reason)?.text, changed[record]].compactMap { $0 }
            let text = parts.filter { !$0.isEmpty }.joined(separator: "; ")
            return text.isEmpty ? nil : (record, text)
        }
    }
}
