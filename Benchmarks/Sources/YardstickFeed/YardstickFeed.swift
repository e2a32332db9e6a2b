/// The feed that speed is measured with: people in random key order, eleven columns, two groups
/// each, one record in six with a quoted comma, a few names that are not ASCII.
///
/// The same count, seed and variant give the same bytes on every machine.
package struct YardstickFeed: Sendable {
    /// The header line, with its line end.
    package static let header: StaticString =
        """
        action,username,email,first_name,last_name,phone,groups,device_limit,second_factor,\
        department,external_id

        """

    /// Bytes that no record exceeds.
    package static let recordBytesMax = 256

    package let records: UInt64
    package let variant: FeedVariant
    private let seed: UInt64
    private let order: KeyPermutation

    /// The feed of `records` people, at least one.
    package init(records: UInt64, seed: UInt64 = 1, variant: FeedVariant = .firstNight) {
        self.records = records
        self.variant = variant
        self.seed = seed
        order = KeyPermutation(count: records, seed: seed)
    }

    /// Records that differ between the two nights.
    package var changedRecords: UInt64 {
        var changed: UInt64 = 0
        for person in 0..<records where changes(person) { changed += 1 }
        return changed
    }

    /// Adds the record at `index`, from 0, with its line end.
    package func append(_ index: UInt64, to line: inout LineBuffer) {
        let person = order[index]
        let bits = SeededHash.value(seed, person)
        let isChanged = variant == .nextNight && changes(person)

        line.append("upsert,")
        appendUsername(person, bits, to: &line)
        line.append(",")
        appendUsername(person, bits, to: &line)
        line.append("@example.com,")
        line.append(firstName(bits))
        line.append(",")
        line.append(lastName(bits))
        line.append(",")
        appendPhone(bits, to: &line)
        line.append(",")
        appendGroups(bits, to: &line)
        line.append(",")
        line.append(number: 1 + (bits >> 40) % 5 + (isChanged ? 5 : 0), digits: 1)
        line.append(",")
        line.append(pick(PersonNames.secondFactors, bits >> 8))
        line.append(",")
        appendDepartment(bits, to: &line)
        line.append(",E")
        line.append(number: person, digits: 7)
        line.append("\n")
    }

    /// The username of the person in the record at `index`, from 0.
    package func username(at index: UInt64) -> String {
        let person = order[index]
        var line = LineBuffer(capacity: Self.recordBytesMax)
        appendUsername(person, SeededHash.value(seed, person), to: &line)
        return line.text
    }

    private func changes(_ person: UInt64) -> Bool {
        SeededHash.value(seed ^ 0x6E69_6768_7432, person) % 100 == 0
    }

    private func appendUsername(_ person: UInt64, _ bits: UInt64, to line: inout LineBuffer) {
        line.append(lowercased: lastName(bits))
        line.append(number: person, digits: 6)
    }

    private func firstName(_ bits: UInt64) -> StaticString {
        // One name in thirty-two comes from those that are not ASCII.
        let rare = UInt64(PersonNames.first.count) - PersonNames.asciiFirstCount
        let index =
            (bits >> 12) % 32 == 0
            ? PersonNames.asciiFirstCount + (bits >> 20) % rare
            : (bits >> 20) % PersonNames.asciiFirstCount
        return PersonNames.first[Int(index)]
    }

    private func lastName(_ bits: UInt64) -> StaticString { pick(PersonNames.last, bits >> 28) }

    /// A number from the ranges that North American numbering keeps for fiction: 555-0100 to 0199.
    private func appendPhone(_ bits: UInt64, to line: inout LineBuffer) {
        line.append("+1")
        line.append(number: 201 + (bits >> 16) % 789, digits: 3)
        line.append("55501")
        line.append(number: (bits >> 4) % 100, digits: 2)
    }

    private func appendGroups(_ bits: UInt64, to line: inout LineBuffer) {
        line.append("site-")
        line.append(number: (bits >> 36) % 40, digits: 2)
        line.append(";team-")
        line.append(number: (bits >> 44) % 200, digits: 3)
    }

    private func appendDepartment(_ bits: UInt64, to line: inout LineBuffer) {
        guard (bits >> 50) % 6 == 0 else {
            return line.append(pick(PersonNames.departments, bits >> 56))
        }
        line.append("\"")
        line.append(pick(PersonNames.departmentsWithComma, bits >> 56))
        line.append("\"")
    }

    private func pick(_ words: [StaticString], _ bits: UInt64) -> StaticString {
        words[Int(bits % UInt64(words.count))]
    }
}
