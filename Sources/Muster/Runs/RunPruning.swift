import Credentials
package import Provisioning
import ResultReporting
package import SQLiteDirectory

/// Removes the folders of old runs and, where that is wanted, their before-images.
///
/// The history keeps its lines. Runs that can be carried on stay whole, and so does the newest full
/// file of each feed that was accepted.
package struct RunPruning {
    /// What is to go.
    package struct Rules: Equatable, Sendable {
        /// Only runs that began before; nil: whenever.
        package var before: Instant?
        /// Newest runs of the history that stay.
        package var keeping = 0
        /// Whether before-images go too: those runs cannot be taken back any more.
        package var erasesBeforeImages = false
        package var isRehearsal = false

        package init() {}
    }

    /// What has gone, or would.
    package struct Ending: Equatable, Sendable {
        /// Names of runs whose folders went, oldest first.
        package var folders: [String] = []
        package var bytes: UInt64 = 0
        package var beforeImages = 0
        /// Folders that stay because something in them is not ours, with the reason.
        package var refused: [Refusal] = []
        /// Name of the run that erased before-images; nil: none were.
        package var run: String?
    }

    package struct Refusal: Equatable, Sendable {
        package var run: String
        package var reason: String
    }

    private let place: DirectoryPlace
    private let directory: SQLiteDirectory
    private let actor: String
    private let clock: any WallClock
    private let random: any RandomBytes

    /// `directory` is open for writing if before-images are to be erased.
    package init(
        _ place: DirectoryPlace, directory: SQLiteDirectory, actor: String,
        clock: any WallClock = SystemClock(), random: any RandomBytes = SystemRandom()
    ) {
        self.place = place
        self.directory = directory
        self.actor = actor
        self.clock = clock
        self.random = random
    }

    /// Removes what the rules let go.
    ///
    /// - Parameters:
    ///   - rules: what is to go.
    ///   - order: the run on whose order before-images go; nil: one of its own is made for that.
    /// - Returns: what has gone.
    /// - Throws: a halt with status 74 or 75; what is gone by then stays gone.
    package func prune(_ rules: Rules, by order: OpenRun? = nil) throws(RunHalt) -> Ending {
        let runs = try directory.prunableRuns(before: rules.before, keeping: rules.keeping)
        var ending = Ending()
        for run in runs {
            let folder = try RunFolder(beside: place.directory, run: run.name)
            switch try RunFolderRemoval.remove(folder, isRehearsal: rules.isRehearsal) {
            case .absent: continue
            case .refused(let reason):
                ending.refused.append(Refusal(run: run.name, reason: reason))
            case .removed(let bytes):
                ending.folders.append(run.name)
                ending.bytes += bytes
            }
        }
        guard rules.erasesBeforeImages else { return ending }
        ending.beforeImages = try directory.beforeImageCount(ofRuns: runs.map(\.id))
        guard !rules.isRehearsal, ending.beforeImages > 0 else { return ending }
        try erase(runs, by: order, &ending)
        return ending
    }

    private func erase(
        _ runs: [PrunableRun], by order: OpenRun?, _ ending: inout Ending
    ) throws(RunHalt) {
        var erased = 0
        if let order {
            for run in runs {
                erased += try directory.eraseBeforeImages(ofRuns: [run.id], by: order)
            }
        } else {
            let name = "\(clock.now().stamp)-\(Hexadecimal.text(random.bytes(4)))"
            let own = try directory.openRun(
                RunPlan(
                    name: name, feed: "", command: "runs", actor: actor, startedAt: clock.now(),
                    file: "prune"))
            for run in runs { erased += try directory.eraseBeforeImages(ofRuns: [run.id], by: own) }
            try directory.closeRun(own, state: .finished, summary: RunSummary())
            ending.run = name
        }
        ending.beforeImages = erased
    }
}
