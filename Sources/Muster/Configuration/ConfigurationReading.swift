import Provisioning

/// One reading of a configuration file: what is wrong with it, and where its settings stand.
///
/// Faults are collected and reported together, so that a file is corrected in one go.
final class ConfigurationReading {
    private struct Fault {
        var position: ConfigurationPosition
        var code: IssueCode
        var finding: String
    }

    /// The file's name as messages give it.
    let fileName: String
    private var faults: [Fault] = []
    private var positions: [String: ConfigurationPosition] = [:]

    init(fileName: String) { self.fileName = fileName }

    /// Faults found so far.
    var faultCount: Int { faults.count }

    /// Notes that something is wrong at a place.
    func report(_ code: IssueCode, at position: ConfigurationPosition, _ finding: String) {
        faults.append(Fault(position: position, code: code, finding: finding))
    }

    /// Notes a wrong value of the setting at `path`.
    func reportValue(of path: String, at node: ConfigurationNode, _ finding: String) {
        report(.configValueInvalid, at: node.position, "\(path): \(finding)")
    }

    /// Notes where the value of the setting at `path`, such as `limits.columns`, stands.
    func note(_ path: String, at position: ConfigurationPosition) { positions[path] = position }

    /// Where the value of the setting at `path` stands; nil if the file does not have it.
    func position(of path: String) -> ConfigurationPosition? { positions[path] }

    /// Whether the file has the setting at `path`.
    func has(_ path: String) -> Bool { positions[path] != nil }

    /// Reports settings that contradict each other, at the later of those that the file has;
    /// the defaults agree.
    func reportConflict(of paths: [String], _ finding: String) {
        guard let position = paths.compactMap({ positions[$0] }).max() else { return }
        report(.configValueInvalid, at: position, finding)
    }

    /// Ends the reading.
    ///
    /// - Throws: a halt with status 78 if there are faults: the first is its message, the others
    ///   stand in its advice, one a line.
    func finish() throws(RunHalt) {
        let lines = faults.sorted { $0.position < $1.position }
        guard let first = lines.first else { return }
        let others = lines.dropFirst().map { "\(text($0)) [\($0.code.rawValue)]" }
        throw RunHalt(
            .configuration, first.code, text(first),
            advice: others.isEmpty ? nil : others.joined(separator: "\n  "))
    }

    private func text(_ fault: Fault) -> String {
        "\(fileName):\(fault.position): \(fault.finding)"
    }
}
