/// What is fed with bytes that nobody has thought of, each by the function that claims something of
/// it. The raw value is what `MUSTER_FUZZ_TARGET` says.
enum FuzzTarget: String, CaseIterable, Sendable {
    // Feeds, from bytes to validated records.
    case csv, xml, jsonl
    /// Inflation and transcoding beneath a reader.
    case input
    /// Format, encoding and dialect, told by name and bytes.
    case detection

    // Values of one cell.
    case email, username, phone, dates, cells
    case passwordHash = "password-hash"

    // Texts of the program's own surroundings.
    case configuration, plan, smtp, template, results, writers

    /// Feeds the code with `bytes`; whatever it throws of its own is an answer.
    ///
    /// - Throws: what was claimed of the answer and does not hold.
    func run(_ bytes: [UInt8]) throws(BrokenClaim) {
        switch self {
        case .csv: try ReaderClaims.check(bytes, as: .csv)
        case .xml: try ReaderClaims.check(bytes, as: .xml)
        case .jsonl: try ReaderClaims.check(bytes, as: .jsonl)
        case .input: try InputClaims.check(bytes)
        case .detection: try DetectionClaims.check(bytes)
        case .email: try KeyClaims.checkEmail(bytes)
        case .username: try KeyClaims.checkUsername(bytes)
        case .phone: try CellClaims.checkPhone(bytes)
        case .dates: try CellClaims.checkDate(bytes)
        case .cells: try CellClaims.checkAll(bytes)
        case .passwordHash: try PasswordHashClaims.check(bytes)
        case .configuration: try ConfigurationClaims.check(bytes)
        case .plan: try PlanClaims.check(bytes)
        case .smtp: try SMTPClaims.check(bytes)
        case .template: try TemplateClaims.check(bytes)
        case .results: try ResultsClaims.check(bytes)
        case .writers: try WriterClaims.check(bytes)
        }
    }

    /// Bytes of an input, at most: longer ones find nothing more and take longer.
    var bytesMax: Int {
        switch self {
        case .csv, .xml, .jsonl, .input, .detection, .plan, .configuration: 4_096
        case .smtp, .template, .results: 2_048
        case .email, .username, .phone, .dates, .cells, .passwordHash, .writers: 512
        }
    }
}
