import ArgumentParser
import Muster
import Provisioning

/// What `muster import` may do to the directory as a whole.
struct ImportSafetyOptions: ParsableArguments {
    @Option(
        help: .init(
            "What the file holds: delta (changes), or full (everybody; who is missing has left).",
            valueName: "word"))
    var mode: FeedModeWord?

    @Flag(help: "One transaction for the whole run; nothing is applied if a record is rejected.")
    var atomic = false

    @Option(
        help: .init(
            "Lets a guard pass in this run, up to a number: removals=731. May be repeated.",
            valueName: "name=number"))
    var allow: [Allowance] = []

    @Option(
        help: .init("Writes figures as a Prometheus text file.", valueName: "file"),
        completion: .file())
    var metrics: String?

    mutating func validate() throws {
        let names = allow.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw ValidationError("--allow \(twice.rawValue) is given twice")
        }
    }

    func apply(to options: inout ImportOptions) {
        options.mode = mode?.mode
        options.isAtomic = atomic
        options.allowances = Dictionary(uniqueKeysWithValues: allow.map { ($0.name, $0.number) })
        options.metrics = metrics
    }
}

/// The value of `--mode`.
enum FeedModeWord: String, CaseIterable, ExpressibleByArgument {
    case delta, full

    var mode: FeedMode { self == .full ? .full : .delta }
}

/// The value of `--allow`.
struct Allowance: ExpressibleByArgument {
    var name: GuardName
    var number: UInt64

    init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let name = GuardName(rawValue: String(parts[0])),
            !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt64(parts[1])
        else { return nil }
        self.name = name
        self.number = number
    }

    static var allValueStrings: [String] { GuardName.allCases.map { "\($0.rawValue)=NUMBER" } }
}
