import Provisioning

/// What makes a reminder one mail: the onboarding that it reminds of, and its number among the
/// reminders of that onboarding, written `2.1`.
struct ReminderOccasion: Equatable {
    var generation: Int64
    /// Counted from 1.
    var number: Int64

    init(generation: Int64, number: Int64) {
        self.generation = generation
        self.number = number
    }

    /// nil: the text is no such occasion.
    init?(_ text: ByteString) {
        let parts = text.text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let generation = Int64(parts[0]), let number = Int64(parts[1])
        else { return nil }
        self.init(generation: generation, number: number)
    }

    var text: ByteString { ByteString("\(generation).\(number)") }
}
