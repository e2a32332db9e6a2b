/// The feed that speed is measured with: people in random key order, eleven columns, two groups
/// each, one record in six with a comma in a value, a few names that are not ASCII.
///
/// The same count, seed, variant and format give the same bytes on every machine.
package struct YardstickFeed: Sendable {
    /// Bytes that no record exceeds in any format.
    package static let recordBytesMax = 1_024

    package let records: UInt64
    package let variant: FeedVariant
    package let format: FeedFormat
    private let seed: UInt64
    private let order: KeyPermutation

    /// The feed of `records` people, at least one.
    package init(
        records: UInt64, seed: UInt64 = 1, variant: FeedVariant = .firstNight,
        format: FeedFormat = .csv
    ) {
        self.records = records
        self.variant = variant
        self.format = format
        self.seed = seed
        order = KeyPermutation(count: records, seed: seed)
    }

    /// The same people in another format.
    package func written(as format: FeedFormat) -> YardstickFeed {
        YardstickFeed(records: records, seed: seed, variant: variant, format: format)
    }

    /// Records that differ between the two nights.
    package var changedRecords: UInt64 {
        var changed: UInt64 = 0
        for number in 0..<records where changes(number) { changed += 1 }
        return changed
    }

    /// Adds what stands before the first record.
    package func appendOpening(to line: inout LineBuffer) { line.append(format.opening) }

    /// Adds what stands behind the last record.
    package func appendClosing(to line: inout LineBuffer) { line.append(format.closing) }

    /// Adds the record at `index`, from 0, with its line end.
    package func append(_ index: UInt64, to line: inout LineBuffer) {
        person(at: index).appendRecord(as: format, to: &line)
    }

    /// The username of the person in the record at `index`, from 0.
    package func username(at index: UInt64) -> String {
        var line = LineBuffer(capacity: Self.recordBytesMax)
        person(at: index).append(.username, to: &line)
        return line.text
    }

    private func person(at index: UInt64) -> FeedPerson {
        let number = order[index]
        return FeedPerson(
            number: number, bits: SeededHash.value(seed, number),
            isChanged: variant == .nextNight && changes(number))
    }

    private func changes(_ number: UInt64) -> Bool {
        SeededHash.value(seed ^ 0x6E69_6768_7432, number) % 100 == 0
    }
}
