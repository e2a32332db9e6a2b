import Foundation
import Testing

/// Night after night, with hands between: feeds, edits, undos, sweeps and kills leave the directory as a
/// slow and obvious program would.
@Suite(.serialized) struct NightSequenceTests {
    static let sequences = 200

    @Test func anySequenceLeavesWhatTheModelSays() throws {
        // A seed that a failure has printed is tried again with MUSTER_SEED.
        let given = ProcessInfo.processInfo.environment["MUSTER_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 1...UInt64.max)
        print("night sequences, seed \(seed)")
        var random = SeededRandom(seed: seed)
        for sequence in 0..<Self.sequences {
            let scene = try NightScene()
            var log: [String] = []
            for _ in 0..<Int.random(in: 6...12, using: &random) {
                try Self.step(scene, &log, &random)
                let found = try scene.people().mapValues { $0.described }
                let wanted = scene.model.people.mapValues { $0.described }
                guard found != wanted else { continue }
                for name in Set(found.keys).union(wanted.keys).sorted()
                where found[name] != wanted[name] {
                    Issue.record(
                        """
                        seed \(seed), sequence \(sequence): \(name)
                          is    \(found[name] ?? "gone")
                          wants \(wanted[name] ?? "gone")
                        after
                          \(log.joined(separator: "\n  "))
                        """)
                }
                return
            }
        }
    }

    // MARK: Steps

    private static let names = (0..<9).map { "p\($0)" }
    private static let departments = ["Sales", "Support", "Board"]
    private static let groups = ["red", "blue"]

    private static func step(
        _ scene: NightScene, _ log: inout [String], _ random: inout SeededRandom
    ) throws {
        let name = names.randomElement(using: &random) ?? "p0"
        switch scene.model.runNames.isEmpty ? 0 : Int.random(in: 0..<20, using: &random) {
        case 0..<9: try deliver(scene, &log, &random)
        case 9..<12: try undo(scene, &log, &random)
        case 12: try sweep(scene, &log)
        case 13, 14:
            let department = departments.randomElement(using: &random) ?? ""
            log.append("update \(name) \(department)")
            let run = try scene.act(.update, on: name, [("department", department)])
            scene.model.edit(name, run: run, "department") { $0.department = department }
        case 15:
            log.append("disable \(name)")
            let run = try scene.act(.disable, on: name)
            scene.model.edit(name, run: run, "enabled") {
                $0.disabled = $0.disabled ?? "order"
            }
        case 16, 17:
            log.append("enable \(name)")
            let run = try scene.act(.enable, on: name)
            scene.model.edit(name, run: run, "enabled") { $0.disabled = nil }
        case 18:
            let group = groups.randomElement(using: &random) ?? ""
            let joins = Bool.random(using: &random)
            log.append("\(joins ? "join" : "leave") \(name) \(group)")
            let run = try scene.act(
                joins ? .addToGroups : .removeFromGroups, on: name, [("groups", group)])
            scene.model.edit(name, run: run, "group:\(group)") { person in
                if joins { person.groups.insert(group) } else { person.groups.remove(group) }
            }
        default:
            log.append("delete \(name)")
            scene.model.delete(name, run: try scene.act(.delete, on: name))
        }
    }

    private static func deliver(
        _ scene: NightScene, _ log: inout [String], _ random: inout SeededRandom
    ) throws {
        let feed = Bool.random(using: &random) ? NightScene.hr : NightScene.lms
        let isFull = Int.random(in: 0..<4, using: &random) > 0
        var rows: [ModelDirectory.Row] = []
        for name in names.shuffled(using: &random)
        where Int.random(in: 0..<10, using: &random) < (isFull ? 7 : 3) {
            var row = ModelDirectory.Row(name: name)
            row.department = departments.randomElement(using: &random)
            row.groups = groups.filter { _ in Bool.random(using: &random) }
            let luck = Int.random(in: 0..<12, using: &random)
            row.endDay = luck == 0 ? 0 : luck == 1 ? 2 : nil
            row.isWrong = Int.random(in: 0..<15, using: &random) == 0
            rows.append(row)
        }
        if rows.isEmpty { rows = [ModelDirectory.Row(name: "p0", department: "Sales")] }
        var kills: [Duration] = []
        if Int.random(in: 0..<8, using: &random) == 0 {
            kills = (0..<2).map { _ in .milliseconds(Int.random(in: 5...60, using: &random)) }
        }
        log.append(
            "\(feed.name) \(isFull ? "full" : "delta"), \(kills.count) kills: "
                + rows.map { row in
                    "\(row.name)\(row.isWrong ? "!" : "") \(row.department ?? "")"
                        + " \(row.groups) \(row.endDay.map { "ends \($0)" } ?? "")"
                }.joined(separator: ", "))
        let times = Int.random(in: 0..<6, using: &random) == 0 ? 2 : 1
        for _ in 0..<times {
            try scene.deliver(rows, to: feed, isFull: isFull, kills: kills)
        }
        if times > 1 { log.append("the same file again") }
    }

    private static func undo(
        _ scene: NightScene, _ log: inout [String], _ random: inout SeededRandom
    ) throws {
        let open = scene.model.runNames.filter { scene.model.runs[$0]?.isUndone == false }
        guard let run = open.suffix(4).randomElement(using: &random) else { return }
        let place = scene.model.runNames.firstIndex(of: run) ?? 0
        log.append("undo of run \(place + 1)")
        try scene.undo(run)
    }

    private static func sweep(_ scene: NightScene, _ log: inout [String]) throws {
        log.append("sweep")
        try scene.sweep(day: 1)
    }
}

extension ModelDirectory.Person {
    /// What can be seen of a person, as a line.
    fileprivate var described: String {
        let missed = absences.sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value.files)\($0.value.hasLeft ? " left" : "")"
        }
        return "\(department ?? "-") \(groups.sorted()) \(disabled ?? "enabled")"
            + " ends \(endDay.map { "\($0)" } ?? "-") feeds \(feeds.sorted()) missed \(missed)"
            + " by hand \(marks.sorted())"
    }
}
