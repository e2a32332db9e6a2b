import Provisioning

/// Compares what a file comes to now with a plan that was made of it.
final class PlanComparison: PlanReview {
    private let plan: PlanFile
    private let reader: LineReader
    private var planned: PlannedLine?
    private var verdicts = ""
    private var differences: [String] = []
    private var differenceCount = 0
    /// Records that a message names.
    static let namedMax = 5

    init(_ plan: PlanFile) {
        self.plan = plan
        reader = plan.lines()
    }

    func begin(_ decided: DecidedRun) throws(RunHalt) {
        verdicts = PlanTally.digest(of: decided)
        planned = try next()
    }

    func add(_ record: PlannedRecord) throws(RunHalt) {
        let place = PlannedPlace(record)
        while let line = planned, line.place < place {
            note(line.place, was: line.outcome, is: "nothing to do")
            planned = try next()
        }
        guard let line = planned, line.place == place else {
            return note(place, was: "nothing to do", is: record.outcome.word)
        }
        let text = PlanLine.text(record)
        if PlanLine.decision(text.bytes) != PlanLine.decision(line.bytes) {
            note(place, was: line.outcome, is: record.outcome.word)
        }
        planned = try next()
    }

    func end() throws(RunHalt) {
        while let line = planned {
            note(line.place, was: line.outcome, is: "nothing to do")
            planned = try next()
        }
        guard differenceCount > 0 || verdicts != plan.header.verdicts else { return }
        throw RunHalt(
            .stopped, .runPlanMoved, "\(sentence); nothing was changed",
            advice: "Make a new plan, look at it, and apply that.")
    }

    private var sentence: String {
        guard differenceCount > 0 else { return "the records lead to other users now" }
        let count =
            differenceCount == 1
            ? "1 record is decided" : "\(differenceCount) records are decided"
        var named = differences
        if differenceCount > named.count { named.append("\(differenceCount - named.count) more") }
        return "\(count) otherwise now than in the plan: \(ImportJob.list(named))"
    }

    private func note(_ place: PlannedPlace, was: String, is now: String) {
        differenceCount += 1
        guard differences.count < Self.namedMax else { return }
        let how = was == now ? "\(was), in another way" : "was \(was), is \(now)"
        differences.append("\(place.text) (\(how))")
    }

    private func next() throws(RunHalt) -> PlannedLine? {
        guard let bytes = try reader.next() else { return nil }
        guard let line = PlannedLine(bytes) else {
            throw PlanFile.malformed(plan.path, "was changed while it was read")
        }
        return line
    }
}

/// Where a record of a plan stands: records by number, then leavers by user.
struct PlannedPlace: Comparable {
    var isLeaver: Bool
    var number: UInt64

    init(isLeaver: Bool, number: UInt64) {
        self.isLeaver = isLeaver
        self.number = number
    }

    init(_ record: PlannedRecord) {
        isLeaver = record.number == 0
        number = UInt64(isLeaver ? record.user?.value ?? 0 : record.number)
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.isLeaver != right.isLeaver { return right.isLeaver }
        return left.number < right.number
    }

    var text: String { isLeaver ? "leaver id:\(number)" : "record \(number)" }
}

/// A line of a plan, as far as it takes to compare it.
struct PlannedLine {
    var place: PlannedPlace
    var outcome: String
    var user: UserID?
    var version: UInt32?
    var bytes: ArraySlice<UInt8>

    /// Reads a line; nil if it is none.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let json = JSONValue(bytes), let outcome = json["outcome"].string else { return nil }
        user = json["user"].unsigned.flatMap { UInt32(exactly: $0) }.map { UserID($0) }
        version = json["version"].unsigned.flatMap { UInt32(exactly: $0) }
        let record = json["record"].unsigned
        place = PlannedPlace(
            isLeaver: record == nil, number: record ?? UInt64(user?.value ?? 0))
        self.outcome = outcome
        self.bytes = bytes
    }
}
