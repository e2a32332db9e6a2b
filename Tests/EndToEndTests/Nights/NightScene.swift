import Foundation
import Glibc
import Muster
import Provisioning
import SQLiteDirectory

/// A directory to which feeds are delivered night after night, by the library and by the binary.
final class NightScene {
    static let hr = ModelDirectory.Feed(name: "hr", filesMin: 2, keepsManualEdits: false)
    static let lms = ModelDirectory.Feed(name: "lms", filesMin: 1, keepsManualEdits: true)

    let workplace: Workplace
    var model = ModelDirectory()
    private var known: Set<String> = []

    init() throws {
        workplace = try Workplace(isOptimised: true)
        let guards = "{removals: none, rejects: none, identity: none, drift: none}"
        try workplace.write(
            """
            limits:
              chunk_records: 3
            feeds:
              default: {guards: \(guards)}
              hr: {mode: full, leavers: {files: 2}, guards: \(guards)}
              lms: {mode: full, manual_edits: keep, guards: \(guards)}
            """, to: "muster.yaml")
    }

    var place: DirectoryPlace { DirectoryPlace(directory: workplace.path("muster.sqlite")) }

    // MARK: Steps

    /// Delivers a file, killing its import so many times before it may end.
    func deliver(
        _ rows: [ModelDirectory.Row], to feed: ModelDirectory.Feed, isFull: Bool, kills: [Duration]
    ) throws {
        let text = Self.text(of: rows)
        try workplace.write(text, to: "\(feed.name).csv")
        let words = [
            "import", "\(feed.name).csv", "--feed", feed.name, "--mode", isFull ? "full" : "delta",
            "--quiet",
        ]
        if kills.isEmpty {
            var options = ImportOptions(file: workplace.path("\(feed.name).csv"), actor: "night")
            options.feed = feed.name
            options.mode = isFull ? .full : .delta
            _ = try ImportJob(options, into: place).run()
        } else {
            for delay in kills { _ = workplace.start(words).end(signal: (SIGKILL, delay)) }
            _ = workplace.start(words).end()
        }
        // A run that had ended before the kill came is followed by another one of the same file.
        for run in try newRuns() {
            model.deliver(rows, to: feed, isFull: isFull, text: text, run: run)
        }
    }

    /// Carries an action out on one person.
    func act(
        _ action: Action, on name: String, _ cells: [(column: String, value: String)] = []
    ) throws -> String {
        let named: [(column: String, value: String)] =
            action == .delete
            ? [("username", name), ("email", "\(name)@example.com")] : [("user", name)]
        _ = try UserActionJob(
            [("action", action.word)] + named + cells, in: place, actor: "night"
        ).run()
        return try newRuns().last ?? ""
    }

    func sweep(day: Int) throws {
        _ = try SweepJob(SweepJob.options(actor: "night"), in: place).run()
        for run in try newRuns() { model.sweep(day: day, run: run) }
    }

    /// Takes a run back, where it has anything to take back.
    func undo(_ run: String) throws {
        do {
            _ = try UndoJob(UndoOptions(run: run, actor: "night"), in: place).run()
        } catch let halt {
            guard halt.code == .runUndoImpossible else { throw halt }
            return
        }
        for name in try newRuns() { model.undo(run, run: name) }
    }

    /// Names of the runs that have finished since the last step, in order.
    private func newRuns() throws -> [String] {
        let runs = try place.openForReading().listRuns(RunFilter(limit: 12))
            .filter { $0.state == .finished && !known.contains($0.plan.name) }
            .map(\.plan.name)
        known.formUnion(runs)
        return runs.reversed()
    }

    // MARK: What is there

    /// Everybody in the directory, as the model keeps them.
    func people() throws -> [String: ModelDirectory.Person] {
        let directory = try place.openForReading()
        var feeds: [FeedID: String] = [:]
        for name in ["hr", "lms"] {
            if let feed = try directory.feed(named: name) { feeds[feed] = name }
        }
        let groups = try directory.groups()
        var people: [String: ModelDirectory.Person] = [:]
        let highest = try directory.highestUser()
        let states = try directory.load((0...highest).map { UserID($0) })
        for state in states.values {
            people[state.username.text] = Self.person(state, feeds, groups)
        }
        return people
    }

    private static func person(
        _ state: UserState, _ feeds: [FeedID: String], _ groups: GroupTable
    ) -> ModelDirectory.Person {
        var person = ModelDirectory.Person(changes: [])
        person.department = state.profile[.department]?.text
        person.groups = Set(state.groups.map { groups.name($0) })
        person.disabled = state.disabledCause.map { "\($0)" }
        person.endDay = state.profile[.endDate].map { $0.text == dates[0] ? 0 : 2 }
        person.feeds = Set(state.feeds.compactMap { feeds[$0] })
        for (feed, absence) in state.absences {
            person.absences[feeds[feed] ?? "?"] = ModelDirectory.Absence(
                files: Int(absence.files), hasLeft: absence.leftAt != nil)
        }
        person.marks = Set(state.manualEdits.map(\.text))
        return person
    }

    /// An end date that is past, and one that is far: days 0 and 2, with today as day 1.
    private static let dates = ["2020-01-31", "", "2999-12-31"]

    private static func text(of rows: [ModelDirectory.Row]) -> String {
        var text = "username,email,department,groups,end_date\n"
        for row in rows {
            let address = row.isWrong ? "\(row.name)@@example.com" : "\(row.name)@example.com"
            let end = row.endDay.map { dates[$0] } ?? ""
            text += "\(row.name),\(address),\(row.department ?? ""),"
            text += "\(row.groups.joined(separator: ";")),\(end)\n"
        }
        return text
    }
}
