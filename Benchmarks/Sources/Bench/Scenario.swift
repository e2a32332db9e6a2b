/// A piece of work that is measured, with the bar it is held to.
enum Scenario: String, CaseIterable {
    case firstImport = "S1"
    case nextNight = "S2"
    case unchanged = "S3"
    case dryRun = "S4"
    case xmlDryRun = "S5"
    /// No goal names it; it shows what another format costs.
    case jsonDryRun = "JSONL"
    case large = "S6"
    case singleAction = "S7"
    case mail = "S8"

    var title: String {
        switch self {
        case .firstImport: "first import with --mail"
        case .nextNight: "next night, 1 % changed"
        case .unchanged: "same feed, nothing changed"
        case .dryRun: "dry run with results"
        case .xmlDryRun: "dry run of the feed as XML"
        case .jsonDryRun: "dry run of it as JSON Lines"
        case .large: "first import of ten times as many"
        case .singleAction: "one action on one user"
        case .mail: "mail to a local sink"
        }
    }

    /// Largest ratio of Muster's time to the reference's that passes; nil: it is only shown.
    var ratioMax: Double? {
        switch self {
        case .firstImport: 0.65
        case .nextNight: 0.12
        case .unchanged: 0.08
        case .dryRun, .xmlDryRun: 1.0
        case .large: 1.3
        case .singleAction: 4.0
        case .mail: 2.0
        case .jsonDryRun: nil
        }
    }

    /// A time that passes whatever the ratio; nil: only the ratio counts.
    var secondsMax: Double? { self == .singleAction ? 0.025 : nil }

    /// The tool that Muster is measured against.
    var reference: String {
        switch self {
        case .firstImport, .nextNight, .unchanged: "sqlite3 .import"
        case .dryRun: "DuckDB counts"
        case .xmlDryRun: "xmllint --stream"
        case .jsonDryRun: "CSV dry run"
        case .large: "10 x S1"
        case .singleAction: "sqlite3 UPDATE"
        case .mail: "smtp-source"
        }
    }

    /// Whether peak memory is held to the bar too.
    var boundsMemory: Bool {
        switch self {
        case .firstImport, .nextNight, .unchanged, .dryRun, .large: true
        default: false
        }
    }

    /// What has to be there for it beside `sqlite3`; nil: nothing.
    var needs: String? {
        switch self {
        case .dryRun: "DuckDB"
        case .xmlDryRun: "xmllint"
        case .mail: "smtp-source and smtp-sink (Debian's postfix)"
        default: nil
        }
    }
}
