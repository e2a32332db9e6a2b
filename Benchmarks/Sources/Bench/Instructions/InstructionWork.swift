/// A piece of work whose instructions are counted. Declared in the order in which they are done: each
/// finds the directory that the one before it left, and dry runs leave none.
enum InstructionWork: String, CaseIterable {
    case dryRun = "dry-run"
    case xmlDryRun = "dry-run-xml"
    case firstImport = "first-import"
    case unchanged = "unchanged"
    case singleAction = "one-action"

    /// The scenario of the benchmarks that does the same work.
    var scenario: Scenario {
        switch self {
        case .firstImport: .firstImport
        case .unchanged: .unchanged
        case .dryRun: .dryRun
        case .xmlDryRun: .xmlDryRun
        case .singleAction: .singleAction
        }
    }

    /// Whether instructions are told a record; those of the others are of the whole process, its
    /// start included.
    var isPerRecord: Bool { self != .singleAction }

    /// Whether it is done without a directory, or into an empty one.
    var startsEmpty: Bool { self != .unchanged && self != .singleAction }
}
