import ArgumentParser
import Muster
import Provisioning

/// What `muster import` does with the records.
struct ImportDoingOptions: ParsableArguments {
    @Flag(help: "Decide and report; change nothing.")
    var dryRun = false

    @Option(help: .init("Action of records without one: upsert, add or update.", valueName: "word"))
    var defaultAction: DefaultAction?

    @Option(
        help: .init("Which of several records on one user: first, last, reject.", valueName: "rule")
    )
    var onDuplicate: DuplicateRule?

    @Option(help: .init("Rejects allowed: 50, 2.5% or none (no limit).", valueName: "limit"))
    var maxRejects: RejectsLimit?

    @Flag(inversion: .prefixedNo, help: "Whether users get onboarding mail and notices of changes.")
    var mail: Bool?

    @Flag(help: "Do again what an earlier import of the same file did: reset-mfa, delete ...")
    var again = false

    @Option(help: .init("Seconds to wait for another run.", valueName: "seconds"))
    var wait: Double = 30

    @Option(help: .init("Why, for the history.", valueName: "text"))
    var reason: String?

    mutating func validate() throws {
        guard wait >= 0, wait <= 1e6 else {
            throw ValidationError("--wait takes a number of seconds from 0 on")
        }
    }

    func apply(to options: inout ImportOptions) throws {
        options.isDryRun = dryRun
        options.defaultAction = defaultAction?.action
        options.onDuplicate = onDuplicate
        options.rejectsMax = maxRejects?.limit
        options.mail = mail
        options.again = again
        options.wait = .milliseconds(Int64(wait * 1_000))
        options.reason = reason
    }
}

/// The actions that can stand for records without one.
enum DefaultAction: String, CaseIterable, ExpressibleByArgument {
    case upsert, add, update

    var action: Action {
        switch self {
        case .upsert: .upsert
        case .add: .add
        case .update: .update
        }
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

extension DuplicateRule: ExpressibleByArgument {}
