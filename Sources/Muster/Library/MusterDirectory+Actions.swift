import Provisioning

extension MusterDirectory {
    /// Carries one action out on one user, as a feed's record would.
    ///
    /// - Parameters:
    ///   - action: a word of a feed's `action` column, such as `disable`.
    ///   - user: a username or an e-mail address, or, for users who are there already, `id:` with
    ///     a number or `ext:` with an external id.
    ///   - values: values by name of their column, such as `device_limit`; `reason` is kept in the
    ///     audit log.
    ///   - options: what is wanted beyond what the configuration says.
    /// - Returns: the result of the record, which may be a rejection, with the secrets that it made.
    /// - Throws: `MusterError` when nothing could be decided or written; nothing was changed.
    @discardableResult
    public func perform(
        _ action: String, on user: String, values: [String: String] = [:],
        options: ActionOptions = ActionOptions()
    ) throws(MusterError) -> ActionResult {
        do throws(RunHalt) {
            let columns = values.sorted { $0.key < $1.key }.map {
                (column: $0.key, value: $0.value)
            }
            let request = try UserActionRequest(action, user: user, value: nil, columns: columns)
            var job = UserActionJob(request.record, in: place, actor: actor)
            job.mail = options.mail
            job.isDryRun = options.isDryRun
            job.wait = options.wait
            return ActionResult(try job.run())
        } catch {
            throw MusterError(error)
        }
    }

    /// Carries one action out on one user, on another thread; see the synchronous method.
    ///
    /// An action that has begun is finished, also when its task is cancelled.
    @discardableResult
    public func perform(
        _ action: String, on user: String, values: [String: String] = [:],
        options: ActionOptions = ActionOptions()
    ) async throws(MusterError) -> ActionResult {
        try await BlockingWork.run(.short) { (_) throws(MusterError) in
            try perform(action, on: user, values: values, options: options)
        }
    }
}

/// What is wanted of an action on one user beyond what the configuration says.
public struct ActionOptions: Equatable, Sendable {
    /// Whether it is decided and nothing changed.
    public var isDryRun = false
    /// Whether the user is sent onboarding mail or a notice; nil: as the configuration says.
    public var mail: Bool?
    /// How long to wait for other writers.
    public var wait: Duration = .seconds(30)

    /// Makes the options of a plain action.
    public init() {}
}
