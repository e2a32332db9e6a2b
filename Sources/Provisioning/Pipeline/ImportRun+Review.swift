/// The look at the finished plan that `plan` writes down and `apply` compares.
extension ImportRun {
    /// Decides the file once more, as it was decided, and shows each record that does something to
    /// the review; does nothing where nobody reviews.
    func review(_ plan: DecidedRun) throws(RunHalt) {
        guard let review = inputs.review else { return }
        try inputs.source.rewind()
        try review.begin(plan)
        var again = try decideInputs(isDirectoryEmpty: plan.wasEmpty)
        again.wantsResults = true
        let step = DecideStep(again)
        try read(.decide, wantsFingerprints: wantsFingerprints(plan.wasEmpty)) {
            (batch) throws(RunHalt) in
            let chunk = try step.decide(batch)
            try self.show(chunk, of: plan, to: review)
            return nil
        }
        try rehearseLeavers(plan) { (chunk) throws(RunHalt) in
            try self.show(chunk, of: plan, to: review)
        }
        try review.end()
    }

    /// Shows the records of a decided chunk that do something.
    func show(
        _ chunk: DecidedChunk, of plan: DecidedRun, to review: any PlanReview
    ) throws(RunHalt) {
        let records = PlannedRecords(chunk, plan: plan, context: decider.context)
        for record in 0..<chunk.batch.recordCount {
            guard let planned = records.planned(record) else { continue }
            try review.add(planned)
        }
    }
}
