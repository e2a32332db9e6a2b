import Credentials
import Glibc
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// Carries a plan out, if everything is as it was when the plan was made.
package final class ApplyJob {
    private let path: String
    private let place: DirectoryPlace
    /// Who carries it out, and why; nil: as the plan says.
    package var actor: String
    package var reason: String?
    /// Path of the Prometheus text file; nil: as the plan says.
    package var metrics: String?
    /// Path of the HTML report; nil: in the run's folder.
    package var report: String?
    /// How long another run is waited for.
    package var wait: Duration = .seconds(30)
    /// Asked between chunks: whether a signal asks the run to end.
    package var shouldStop: () -> Bool = { false }
    /// Told after each chunk.
    package var progress: (RunProgress) -> Void = { _ in }

    /// Has the last word on what the run is given; tests put ports that fail in there.
    package var configure: (inout RunInputs) -> Void = { _ in }

    /// Gets ready to carry out the plan at `path`.
    package init(_ path: String, into place: DirectoryPlace, actor: String) {
        self.path = path
        self.place = place
        self.actor = actor
    }

    /// Carries the plan out; one that an earlier call began and could not end is carried on.
    ///
    /// It throws a halt with status 2 that says what has moved since the plan was made, 65 for a file
    /// that is no plan, and whatever an import throws.
    package func run() throws(RunHalt) -> ImportEnding {
        let plan = try PlanFile(path: path)
        var place = place
        if place.namedConfiguration == nil {
            place.namedConfiguration = plan.header.request.configuration
        }
        if let interrupted = try earlierRun(of: plan, in: place) {
            var resume = ResumeJob(interrupted, in: place, wait: wait)
            resume.shouldStop = shouldStop
            resume.progress = progress
            return try resume.run()
        }
        try requireSeal(of: plan, in: place)
        return try job(plan, place).run()
    }

    private func job(_ plan: PlanFile, _ place: DirectoryPlace) throws(RunHalt) -> ImportJob {
        var options = plan.header.request.options
        options.actor = actor
        options.reason = reason ?? options.reason
        options.metrics = metrics ?? options.metrics
        options.report = report
        options.wait = wait
        let job = ImportJob(options, into: place)
        let check = PlanCheck(plan)
        job.command = "apply"
        job.planSeal = plan.seal
        job.carriedPath = path
        job.review = PlanComparison(plan)
        job.plannedVersions = try check.versions()
        if !place.exists {
            job.checkInput = { (preparation) throws(RunHalt) in
                try check.run(withoutDirectory: preparation, options: options)
            }
        }
        job.check = { (opened, preparation) throws(RunHalt) in
            try check.run(opened, preparation, options: options)
        }
        job.shouldStop = shouldStop
        job.progress = progress
        job.configure = configure
        return job
    }

    /// The run that began with this plan and was cut short.
    ///
    /// It throws a halt with status 2 if a run has carried the plan out to its end.
    private func earlierRun(
        of plan: PlanFile, in place: DirectoryPlace
    ) throws(RunHalt) -> String? {
        guard place.exists,
            let run = try place.openForReading().run(carryingOut: plan.seal)
        else { return nil }
        if run.state == .finished { throw PlanCheck.applied(by: run) }
        return run.plan.name
    }

    /// Holds the seal against the key of the directory, and a plan without one against there being no
    /// directory.
    private func requireSeal(of plan: PlanFile, in place: DirectoryPlace) throws(RunHalt) {
        guard place.exists else {
            guard plan.header.isUnkeyed else {
                throw RunHalt(
                    .stopped, .runPlanMoved,
                    "the plan was made for a directory, and there is none at "
                        + MessageText.quoted(place.directory),
                    advice: "Name the directory with --directory, or make a new plan.")
            }
            return
        }
        // A plan that was made before there was a directory holds while nobody is in it.
        if plan.header.isUnkeyed { return }
        guard plan.isSealed(by: try place.openKey()) else {
            throw PlanFile.malformed(
                path, "was changed after it was made, or was made for another directory")
        }
    }
}
