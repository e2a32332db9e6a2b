import Credentials
import Provisioning
import SQLiteDirectory

/// Looks whether what a plan was made from is as it was, before anything is decided again.
struct PlanCheck {
    private let plan: PlanFile
    /// Users whose states are loaded at once.
    private static let usersAtOnce = 1_024

    init(_ plan: PlanFile) { self.plan = plan }

    /// The versions in which the plan has found its users.
    /// - Throws: a halt with status 65 or 74.
    func versions() throws(RunHalt) -> PlannedVersions {
        let versions = PlannedVersions()
        try plan.forEachLine { (bytes) throws(RunHalt) in
            guard let line = PlannedLine(bytes) else {
                throw PlanFile.malformed(plan.path, "was changed while it was read")
            }
            if let user = line.user, let version = line.version {
                versions.add(user, version: version)
            }
            return true
        }
        return versions
    }

    /// Compares everything; the caller holds the run lock.
    ///
    /// It throws a halt with status 2 that names what has moved.
    func run(
        _ opened: OpenedDirectory, _ preparation: ImportJob.Preparation, options: ImportOptions
    ) throws(RunHalt) {
        let directory = opened.directory
        if let run = try directory.run(carryingOut: plan.seal), run.state == .finished {
            throw Self.applied(by: run)
        }
        try requireSettledLeavers(directory, feed: options.feed)
        var moved = try inputMoves(preparation, options: options)
        let header = plan.header
        if header.isUnkeyed, try !directory.isEmpty() {
            moved.append("the directory, which had no users,")
        } else {
            let users = try movedUsers(in: directory)
            if !users.isEmpty { moved.append(users) }
        }
        if !moved.isEmpty { throw halt(moved) }
    }

    /// Compares what can be compared without a directory, so that none is made for nothing.
    ///
    /// It throws a halt with status 2 that names what has moved.
    func run(
        withoutDirectory preparation: ImportJob.Preparation, options: ImportOptions
    ) throws(RunHalt) {
        let moved = try inputMoves(preparation, options: options)
        if !moved.isEmpty { throw halt(moved) }
    }

    private func inputMoves(
        _ preparation: ImportJob.Preparation, options: ImportOptions
    ) throws(RunHalt) -> [String] {
        let header = plan.header
        var moved: [String] = []
        if header.version != ProgramVersion.text {
            moved.append(
                "the program (\(MessageText.quoted(header.version)) made the plan, this is "
                    + "\(ProgramVersion.text))")
        }
        if header.fileHash != (try preparation.input.digestWhole()) {
            moved.append("the file \(MessageText.path(header.request.options.file))")
        }
        if header.configurationHash != preparation.configuration.configurationHash {
            moved.append("the configuration")
        }
        if header.optionsHash != FileDigest.hexadecimal(of: options.decisiveText) {
            moved.append("the options, as this program reads them,")
        }
        return moved
    }

    private func halt(_ moved: [String]) -> RunHalt {
        RunHalt(
            .stopped, .runPlanMoved,
            "\(ImportJob.list(moved)) changed since the plan was made at \(plan.header.madeAt); nothing "
                + "was changed",
            advice: "Make a new plan, look at it, and apply that.")
    }

    /// Refuses a plan while a full file of its feed is half applied: who is missing from it was counted
    /// for some users and not for others, and will be taken back if it is given up.
    private func requireSettledLeavers(
        _ directory: SQLiteDirectory, feed: String
    ) throws(RunHalt) {
        guard let run = try directory.interruptedRun(of: feed), run.plan.mode == .full else {
            return
        }
        throw RunHalt(
            .stopped, .runPlanMoved,
            "run \(run.run.name) of the same feed was interrupted in a full file, so that it is not "
                + "settled who is missing; nothing was changed",
            advice: "Carry it on with muster resume \(run.run.name), or import another file; then "
                + "make a new plan.")
    }

    /// The users whom something has changed since, in words; empty: none.
    private func movedUsers(in directory: SQLiteDirectory) throws(RunHalt) -> String {
        let users = try versions().users
        var moved: Set<UserID> = []
        var first = users.startIndex
        while first < users.endIndex {
            let part = users[first..<min(first + Self.usersAtOnce, users.endIndex)]
            let states = try directory.load(part.map(\.user))
            for (user, version) in part where states[user]?.version != version {
                moved.insert(user)
            }
            first = part.endIndex
        }
        guard !moved.isEmpty else { return "" }
        let named = try places(of: moved)
        let rest = moved.count - named.count
        return ImportJob.list(rest > 0 ? named + ["\(rest) more users"] : named)
    }

    /// `user id:17 (record 41)` for the first few.
    private func places(of users: Set<UserID>) throws(RunHalt) -> [String] {
        var named: [String] = []
        var left = users
        try plan.forEachLine { (bytes) throws(RunHalt) in
            guard let line = PlannedLine(bytes), let user = line.user, line.version != nil,
                left.remove(user) != nil
            else { return true }
            let place = line.place.isLeaver ? "a leaver" : line.place.text
            named.append("user id:\(user.value) (\(place))")
            return named.count < PlanComparison.namedMax
        }
        return named
    }

    /// The halt for a plan that has been carried out.
    static func applied(by run: RunListing) -> RunHalt {
        RunHalt(
            .stopped, .runPlanMoved,
            "this plan was applied by run \(run.plan.name) at \(run.plan.startedAt.text); nothing was "
                + "changed",
            advice:
                "muster runs show \(run.plan.name) has its figures. For what is in the file now, "
                + "make a new plan.")
    }
}
