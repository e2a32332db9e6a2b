/// The columns of the feed that hold one value, in order; `groups` stands before `deviceLimit`.
enum FeedColumn {
    case action, username, email, firstName, lastName, phone, deviceLimit, secondFactor
    case department, externalID

    /// The name in every format.
    var name: StaticString {
        switch self {
        case .action: "action"
        case .username: "username"
        case .email: "email"
        case .firstName: "first_name"
        case .lastName: "last_name"
        case .phone: "phone"
        case .deviceLimit: "device_limit"
        case .secondFactor: "second_factor"
        case .department: "department"
        case .externalID: "external_id"
        }
    }

    /// The columns up to the groups, and those behind them.
    static let beforeGroups: [FeedColumn] = [
        .action, .username, .email, .firstName, .lastName, .phone,
    ]
    static let behindGroups: [FeedColumn] = [
        .deviceLimit, .secondFactor, .department, .externalID,
    ]
}
