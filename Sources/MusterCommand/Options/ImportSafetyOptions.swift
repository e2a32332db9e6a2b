import ArgumentParser
import Muster
import Provisioning

/// What `muster import` may do to the directory as a whole.
struct ImportSafetyOptions: ParsableArguments {
    @Option(help: .init("Rejects allowed: 50, 2.5% or none (no limit).", valueName: "limit"))
    var maxRejects: RejectsLimit?

    @Option(
        help: .init("Lets a guard pass, up to a number: removals=731.", valueName: "guard"),
        completion: .list(GuardName.allCases.map { "\($0.rawValue)=" }))
    var allow: [Allowance] = []

    @Flag(help: "All or nothing: a rejected record stops it all.")
    var atomic = false

    @Option(help: .init("Why, for the history.", valueName: "text"))
    var reason: String?

    @Option(
        help: .init(
            "How long to wait for another run.", valueName: "seconds", visibility: .hidden))
    var wait: Double = 30

    mutating func validate() throws {
        guard wait >= 0, wait <= 1e6 else {
            throw ValidationError("--wait takes a number of seconds from 0 on")
        }
        let names = allow.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw ValidationError("--allow \(twice.rawValue) is given twice")
        }
    }

    func apply(to options: inout ImportOptions) {
        options.rejectsMax = maxRejects?.limit
        options.allowances = Dictionary(uniqueKeysWithValues: allow.map { ($0.name, $0.number) })
        options.isAtomic = atomic
        options.reason = reason
        options.wait = .milliseconds(Int64(wait * 1_000))
    }
}

/// The value of `--max-rejects`.
struct RejectsLimit: ExpressibleByArgument {
    var limit: GuardLimit

    init?(argument: String) {
        guard let limit = GuardLimit.parse(argument) else { return nil }
        self.limit = limit
    }
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
}
