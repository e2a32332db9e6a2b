import Provisioning

/// What is wanted of an import beyond what the configuration says.
public struct FeedImportOptions: Equatable, Sendable {
    /// Name of the feed whose profile applies.
    public var feed = "default"
    /// Whether the file holds everybody, so that who is missing has left; false: it holds changes;
    /// nil: as the profile says.
    public var isFull: Bool?
    /// Whether the whole import is one transaction, and nothing is applied if a record is rejected.
    public var isAtomic = false
    /// Guards that this import may pass, by name, with the number that is allowed: `["removals": 731]`.
    public var allowances: [String: UInt64] = [:]
    /// Whether everything is decided and reported, and nothing changed.
    public var isDryRun = false
    /// Whether users are sent onboarding mail, and notices of changes; nil: as the configuration says.
    public var mail: Bool?
    /// Path of the results file, CSV, or JSON Lines by its extension; nil: in the run's folder.
    public var results: String?
    /// Path of the file of rejected records; nil: in the run's folder, secrets masked.
    public var rejects: String?
    /// Rejects that are allowed: `50`, `2.5%` or `none` for any number; nil: as the profile says.
    public var maxRejects: String?
    /// Why, for the history.
    public var reason: String?
    /// How long to wait for another import.
    public var wait: Duration = .seconds(30)

    /// Makes the options of a plain import.
    public init() {}

    func wishes(file: String, actor: String) throws(RunHalt) -> ImportOptions {
        var options = ImportOptions(file: file, actor: actor)
        options.feed = feed
        options.mode = isFull.map { $0 ? .full : .delta }
        options.isAtomic = isAtomic
        for (name, number) in allowances {
            guard let guardName = GuardName(rawValue: name) else {
                throw RunHalt(
                    .usage, .usageOptionInvalid,
                    "\"\(MessageText.quoted(name))\" is no guard",
                    advice: "Guards are "
                        + GuardName.allCases.map(\.rawValue).joined(separator: ", ") + ".")
            }
            options.allowances[guardName] = number
        }
        options.isDryRun = isDryRun
        options.mail = mail
        options.results = results
        options.rejects = rejects
        options.reason = reason
        options.wait = wait
        guard let maxRejects else { return options }
        guard let limit = GuardLimit.parse(maxRejects) else {
            throw RunHalt(
                .usage, .usageOptionInvalid,
                "\"\(MessageText.quoted(maxRejects))\" is no limit of rejects",
                advice: "It is \(GuardLimit.allowedText).")
        }
        options.rejectsMax = limit
        return options
    }
}
