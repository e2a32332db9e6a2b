/// The directory as a slow and obvious program would keep it: every person in a dictionary, every run
/// with a copy of everything before and after it.
struct ModelDirectory {
    /// How long a feed has missed a person.
    struct Absence: Equatable {
        var files: Int
        var hasLeft = false
    }

    /// One person, by username.
    struct Person: Equatable {
        var department: String?
        var groups: Set<String> = []
        /// `order`, `leaver` or `ended`; nil: may sign in.
        var disabled: String?
        /// Day after which the account is over.
        var endDay: Int?
        var feeds: Set<String> = []
        var absences: [String: Absence] = [:]
        /// What was changed by hand since a feed last set it.
        var marks: Set<String> = []
        /// Runs that changed the person and were not taken back, the last one last.
        var changes: [String]
        /// Undos that took the person out of a feed, and of which runs they were.
        var takenOut: [Removal] = []
    }

    /// That an undo took somebody out of a feed, and nothing more.
    struct Removal: Equatable {
        var undone: String
        var by: String
    }

    /// What a run did.
    struct Run {
        var before: [String: Person]
        var after: [String: Person]
        /// Whose file it was; nil: nobody's.
        var feed: String?
        var isUndone = false
    }

    /// How a feed is configured.
    struct Feed {
        var name: String
        var filesMin: Int
        var keepsManualEdits: Bool
    }

    /// A row of a feed's file.
    struct Row: Hashable {
        var name: String
        var department: String?
        var groups: [String] = []
        var endDay: Int?
        /// Whether the row has a mistake, so that it is rejected.
        var isWrong = false
    }

    private(set) var people: [String: Person] = [:]
    private(set) var runs: [String: Run] = [:]
    /// Names of the runs, in order.
    private(set) var runNames: [String] = []
    /// Full files that were accepted, the last one last.
    private var acceptedFiles: [(run: String, feed: String, text: String)] = []

    // MARK: What happens

    /// A file of a feed is imported.
    mutating func deliver(
        _ rows: [Row], to feed: Feed, isFull: Bool, text: String, run: String
    ) {
        let before = people
        let last = acceptedFiles.last { $0.feed == feed.name }?.text
        for row in rows where !row.isWrong { apply(row, of: feed) }
        if isFull {
            let present = Set(rows.map(\.name))
            for name in before.keys
            where before[name]?.feeds.contains(feed.name) == true && !present.contains(name) {
                miss(name, in: feed, isNew: last != text)
            }
            if last != text {
                // Whom the feed has let go of comes back with a row that is applied.
                for name in present where people[name]?.absences[feed.name]?.hasLeft == false {
                    people[name]?.absences[feed.name] = nil
                }
            }
            acceptedFiles.append((run, feed.name, text))
        }
        note(run, before)
        runs[run]?.feed = feed.name
    }

    /// Keeps what a run did, and with each person that it changed them.
    private mutating func note(_ run: String, _ before: [String: Person]) {
        for name in people.keys {
            if let old = before[name], let new = people[name], !Self.differs(old, new) { continue }
            people[name]?.changes.append(run)
        }
        runs[run] = Run(before: before, after: people)
        runNames.append(run)
    }

    private mutating func apply(_ row: Row, of feed: Feed) {
        guard var person = people[row.name] else {
            people[row.name] = Person(
                department: row.department, groups: Set(row.groups), endDay: row.endDay,
                feeds: [feed.name], changes: [])
            return
        }
        if let department = row.department {
            if department == person.department {
                person.marks.remove("department")
            } else if !(feed.keepsManualEdits && person.marks.contains("department")) {
                person.department = department
                person.marks.remove("department")
            }
        }
        for group in row.groups {
            let mark = "group:\(group)"
            if person.groups.contains(group) {
                person.marks.remove(mark)
            } else if !(feed.keepsManualEdits && person.marks.contains(mark)) {
                person.groups.insert(group)
                person.marks.remove(mark)
            }
        }
        if let day = row.endDay { person.endDay = day }
        if person.absences[feed.name]?.hasLeft == true {
            person.absences[feed.name] = nil
            if person.disabled == "leaver" { person.disabled = nil }
        }
        person.feeds.insert(feed.name)
        people[row.name] = person
    }

    private mutating func miss(_ name: String, in feed: Feed, isNew: Bool) {
        guard var person = people[name] else { return }
        var absence = person.absences[feed.name] ?? Absence(files: 0)
        let hadLeft = absence.hasLeft
        if !hadLeft {
            if isNew { absence.files += 1 }
            absence.hasLeft = absence.files >= feed.filesMin
            person.absences[feed.name] = absence.files == 0 ? nil : absence
        }
        let haveAllLetGo = person.feeds.allSatisfy { person.absences[$0]?.hasLeft == true }
        let isKept = hadLeft && feed.keepsManualEdits && person.marks.contains("enabled")
        if haveAllLetGo, person.disabled == nil, !isKept {
            person.disabled = "leaver"
            person.marks.remove("enabled")
        }
        people[name] = person
    }

    /// An administrator changes a person; `change` says which fields it is about.
    mutating func edit(
        _ name: String, run: String, _ field: String, _ change: (inout Person) -> Void
    ) {
        let before = people
        if var person = people[name] {
            change(&person)
            if let old = people[name], Self.differs(old, person) { person.marks.insert(field) }
            people[name] = person
        }
        note(run, before)
    }

    /// An administrator deletes a person.
    mutating func delete(_ name: String, run: String) {
        let before = people
        people[name] = nil
        note(run, before)
    }

    /// The sweep of a day.
    mutating func sweep(day: Int, run: String) {
        let before = people
        for (name, person) in people where person.disabled == nil {
            guard let end = person.endDay, end < day else { continue }
            people[name]?.disabled = "ended"
            people[name]?.marks.remove("enabled")
        }
        note(run, before)
    }

    /// A run is taken back.
    mutating func undo(_ undone: String, run: String) {
        let before = people
        guard let old = runs[undone], !old.isUndone else { return }
        for (name, became) in old.after {
            guard let current = people[name], current.changes.first == became.changes.first
            else { continue }
            // Whom the run created, and another feed has by now, is not the run's any more.
            if old.before[name] == nil, current.feeds.contains(where: { $0 != old.feed }) {
                continue
            }
            // Whom another run has changed since is left alone, but for what was only counted. So is one
            // whom an undo has taken out of a feed since, where that undo is of an earlier run.
            let isTakenOut = current.takenOut.contains {
                place(of: $0.undone) < place(of: undone) && place(of: $0.by) > place(of: undone)
            }
            if current.changes.last == became.changes.last, !isTakenOut {
                people[name] = old.before[name].map {
                    Self.takenBack(current, from: became, to: $0)
                }
                if became.changes.last == undone {
                    people[name]?.changes.removeLast()
                } else if let left = people[name], left.feeds != current.feeds {
                    people[name]?.takenOut.append(Removal(undone: undone, by: run))
                }
            }
            if let was = old.before[name] { recount(name, from: became, to: was, since: undone) }
        }
        acceptedFiles.removeAll { $0.run == undone }
        runs[undone]?.isUndone = true
        runs[run] = Run(before: before, after: people, isUndone: true)
        runNames.append(run)
    }

    private func place(of run: String) -> Int { runNames.firstIndex(of: run) ?? runNames.count }

    private static func takenBack(
        _ person: Person, from new: Person, to old: Person
    ) -> Person {
        var result = person
        if new.department != old.department { result.department = old.department }
        if new.endDay != old.endDay { result.endDay = old.endDay }
        if new.disabled != old.disabled { result.disabled = old.disabled }
        result.groups.subtract(new.groups.subtracting(old.groups))
        result.groups.formUnion(old.groups.subtracting(new.groups))
        result.feeds.subtract(new.feeds.subtracting(old.feeds))
        result.marks.subtract(new.marks.subtracting(old.marks))
        result.marks.formUnion(old.marks.subtracting(new.marks))
        for feed in Set(new.absences.keys).union(old.absences.keys)
        where (new.absences[feed]?.hasLeft == true) != (old.absences[feed]?.hasLeft == true)
            && person.absences[feed] == new.absences[feed]
        {
            result.absences[feed] = old.absences[feed]
        }
        // Nobody is missing from a feed that does not have them.
        for feed in new.feeds.subtracting(old.feeds) { result.absences[feed] = nil }
        return result
    }

    /// Gives a person the count of missed files back that a run has changed, unless a later one that
    /// stands has, too, or the feed has let go of them.
    private mutating func recount(
        _ name: String, from new: Person, to old: Person, since run: String
    ) {
        let later = runNames.drop { $0 != run }.dropFirst().compactMap { runs[$0] }
            .filter { !$0.isUndone }
        for feed in Set(new.absences.keys).union(old.absences.keys)
        where new.absences[feed] != old.absences[feed] && old.absences[feed]?.hasLeft != true
            && people[name]?.absences[feed]?.hasLeft != true
        {
            let isRecounted = later.contains {
                $0.before[name]?.absences[feed] != $0.after[name]?.absences[feed]
            }
            if !isRecounted { people[name]?.absences[feed] = old.absences[feed] }
        }
    }

    /// Whether more than bookkeeping differs.
    private static func differs(_ one: Person, _ other: Person) -> Bool {
        one.department != other.department || one.groups != other.groups
            || one.disabled != other.disabled || one.endDay != other.endDay
    }
}
