import Foundation

/// How much is tried: what every submission runs, or as much as `make torture` has time for.
enum TortureSize {
    /// Minutes that `make torture` gives to the suites here; nil: an everyday run of the tests.
    static let minutes: Double? = ProcessInfo.processInfo.environment["MUSTER_TORTURE_MINUTES"]
        .flatMap { Double($0) }

    /// The first of two sizes every day, the second one in `make torture`.
    static func pick<Value>(submission: Value, release: Value) -> Value {
        minutes == nil ? submission : release
    }

    /// The rounds of a test, from 0: `submission` of them every day. In `make torture` as many as its
    /// share of the time allows, but no fewer than every day and no more than `release`.
    ///
    /// - Parameters:
    ///   - submission: how many every day.
    ///   - release: how many in `make torture`, at most.
    ///   - share: of all the minutes, from 0 to 1.
    /// - Returns: the numbers of the rounds; the time counts from here on.
    static func rounds(submission: Int, release: Int, share: Double) -> some Sequence<Int> {
        let limit = pick(submission: submission, release: release)
        let end = ContinuousClock.now + .seconds((minutes ?? 0) * 60 * share)
        return (0..<limit).lazy.prefix { round in
            round < submission || ContinuousClock.now < end
        }
    }

    /// A seed for a test's random numbers: that of `MUSTER_SEED`, or a new one.
    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["MUSTER_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 1...UInt64.max)
    }
}
