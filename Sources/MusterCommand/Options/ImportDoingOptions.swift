import ArgumentParser
import Muster
import Provisioning

/// What `muster import` does with the records.
struct ImportDoingOptions: ParsableArguments {
    @Flag(help: "Decide and report; change nothing.")
    var dryRun = false

    @Option(
        help: .init(
            "full: who is missing has left; delta: only changes.", valueName: "mode"))
    var mode: FeedModeWord?

    @Option(
        help: .init(
            "Of records that name no action.", valueName: "word", visibility: .hidden))
    var defaultAction: DefaultAction?

    @Option(help: .init("Two records on one user.", valueName: "rule"))
    var onDuplicate: DuplicateRule?

    @Flag(inversion: .prefixedNo, help: "Whether users get onboarding mail and notices.")
    var mail: Bool?

    @Flag(
        help: .init(
            "Do again what an earlier import of this very file did: reset-mfa, delete ...",
            visibility: .hidden))
    var again = false

    func apply(to options: inout ImportOptions) {
        options.isDryRun = dryRun
        options.mode = mode?.mode
        options.defaultAction = defaultAction?.action
        options.onDuplicate = onDuplicate
        options.mail = mail
        options.again = again
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

/// The value of `--mode`.
enum FeedModeWord: String, CaseIterable, ExpressibleByArgument {
    case delta, full

    var mode: FeedMode { self == .full ? .full : .delta }

    /// What each is stands in the help of the option.
    static var allValueStrings: [String] { [] }
    static var defaultCompletionKind: CompletionKind { .list(allCases.map(\.rawValue)) }
}

extension DuplicateRule: ExpressibleByArgument {}
