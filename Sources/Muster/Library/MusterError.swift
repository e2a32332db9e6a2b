import Provisioning

/// Why something could not be done at all; a wrong record is a result instead.
public struct MusterError: Error, Equatable, Sendable {
    /// The exit status that the command line ends with for it: 2 stopped by a guard, 3 interrupted,
    /// 64 usage, 65 file malformed, 66 file missing, 70 internal fault, 73 output cannot be
    /// created, 74 input/output, 75 directory busy, 78 configuration.
    public var status: Int
    /// Stable code, such as `run.directory.busy`.
    public var code: String
    /// One sentence: what was found. It holds no personal data.
    public var message: String
    /// What to do about it; nil: nothing can be said.
    public var advice: String?

    init(_ halt: RunHalt) {
        status = Int(halt.status.rawValue)
        code = halt.code.rawValue
        message = halt.message
        advice = halt.advice
    }
}

extension MusterError: CustomStringConvertible {
    /// Message, code and advice.
    public var description: String {
        let head = "\(message) [\(code)]"
        return advice.map { "\(head) \($0)" } ?? head
    }
}
