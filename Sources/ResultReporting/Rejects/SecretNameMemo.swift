import Provisioning

/// Remembers which names within records are those of secrets, since the same come in each record.
final class SecretNameMemo {
    private static let namesMax = 1_000
    private var answers: [ByteString: Bool] = [:]
    /// Names that the mapping says so of; others are told by their sound.
    private var mapped: Set<String> = []

    /// Whether a name that a record of `batch` has is a secret's.
    func isSecret(_ name: UnsafeRawBufferPointer, in batch: RecordBatch) -> Bool {
        if batch.secretNames != mapped {
            mapped = batch.secretNames
            answers.removeAll()
        }
        let bytes = ByteString(name)
        if let known = answers[bytes] { return known }
        let text = bytes.text
        let answer = mapped.contains(HeaderName.fold(text)) || SecretNames.includes(text)
        if answers.count < Self.namesMax { answers[bytes] = answer }
        return answer
    }
}
