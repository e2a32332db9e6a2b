/// One person of the feed: what their columns say, all of it made from a number and seeded bits.
///
/// No value has a character that XML or JSON would have to escape.
struct FeedPerson {
    let number: UInt64
    let bits: UInt64
    /// Whether the person has another device limit than the night before.
    let isChanged: Bool

    /// Groups of each person.
    static let groupCount = 2

    /// Adds the value of a column.
    func append(_ column: FeedColumn, to line: inout LineBuffer) {
        switch column {
        case .action: line.append("upsert")
        case .username: appendUsername(to: &line)
        case .email:
            appendUsername(to: &line)
            line.append("@example.com")
        case .firstName: line.append(firstName)
        case .lastName: line.append(lastName)
        case .phone: appendPhone(to: &line)
        case .deviceLimit:
            line.append(number: 1 + (bits >> 40) % 5 + (isChanged ? 5 : 0), digits: 1)
        case .secondFactor: line.append(pick(PersonNames.secondFactors, bits >> 8))
        case .department:
            line.append(
                pick(
                    departmentHasComma ? PersonNames.departmentsWithComma : PersonNames.departments,
                    bits >> 56))
        case .externalID:
            line.append("E")
            line.append(number: number, digits: 7)
        }
    }

    /// Adds the name of one of the person's groups, counted from 0.
    func appendGroup(_ index: Int, to line: inout LineBuffer) {
        line.append(index == 0 ? "site-" : "team-")
        line.append(
            number: index == 0 ? (bits >> 36) % 40 : (bits >> 44) % 200, digits: index == 0 ? 2 : 3)
    }

    /// Whether the department has a comma in it, as in one record in six.
    var departmentHasComma: Bool { (bits >> 50) % 6 == 0 }

    private func appendUsername(to line: inout LineBuffer) {
        line.append(lowercased: lastName)
        line.append(number: number, digits: 6)
    }

    private var firstName: StaticString {
        // One name in thirty-two comes from those that are not ASCII.
        let rare = UInt64(PersonNames.first.count) - PersonNames.asciiFirstCount
        let index =
            (bits >> 12) % 32 == 0
            ? PersonNames.asciiFirstCount + (bits >> 20) % rare
            : (bits >> 20) % PersonNames.asciiFirstCount
        return PersonNames.first[Int(index)]
    }

    private var lastName: StaticString { pick(PersonNames.last, bits >> 28) }

    /// A number from the ranges that North American numbering keeps for fiction: 555-0100 to 0199.
    private func appendPhone(to line: inout LineBuffer) {
        line.append("+1")
        line.append(number: 201 + (bits >> 16) % 789, digits: 3)
        line.append("55501")
        line.append(number: (bits >> 4) % 100, digits: 2)
    }

    private func pick(_ words: [StaticString], _ bits: UInt64) -> StaticString {
        words[Int(bits % UInt64(words.count))]
    }
}
