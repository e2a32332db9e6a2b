/// Rejected records that come back in later runs of a feed.
extension ImportRun {
    /// What follows the rejects of a feed's run; nil for records that no feed delivers.
    func followRejects(of run: OpenRun) throws(RunHalt) -> RejectLineage? {
        guard inputs.origin == .feed else { return nil }
        let names = [RejectColumns.codes, RejectColumns.messages]
        lineage = RejectLineage(
            run: run,
            open: try inputs.directory.openRejects(of: run.feed, limit: RejectLineage.rowsMax),
            isReturned: mapping.sources.contains { names.contains($0.header.written) })
        return lineage
    }

    /// Closes what is open of people who are not in a full file any more.
    func closeRejectsOfTheGone(of run: OpenRun) throws(RunHalt) {
        guard let lineage, isFull else { return }
        lineage.closeUnmet()
        guard lineage.hasChanges else { return }
        try inputs.directory.closeRejects(lineage.takeChanges(), run: run)
    }

    /// Links a run whose file is an earlier run's rejects file to the first attempt.
    func linkAttempts(of run: OpenRun) throws(RunHalt) {
        guard let origin = lineage?.origin else { return }
        try inputs.directory.linkRun(run, toAttempt: origin)
    }
}
