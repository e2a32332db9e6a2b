/// What is said of a run that ends between two chunks because it was asked to.
extension ImportRun {
    /// The halt of a run that was asked to end after a record.
    func interrupted(after record: UInt32) -> RunHalt {
        let done =
            inputs.isAtomic
            ? "interrupted; --atomic applies all or nothing, so nothing is applied"
            : "interrupted after record \(record); everything up to there is applied"
        return RunHalt(.interrupted, .runInterrupted, done, advice: interruptionAdvice)
    }

    private var interruptionAdvice: String {
        if inputs.origin != .feed || inputs.runPlan.request.isEmpty {
            return "Run the same command again to carry on where it stopped."
        }
        let name = inputs.resuming?.run.name ?? inputs.runPlan.name
        return "Carry on with muster resume \(name), or import the same file again."
    }
}
