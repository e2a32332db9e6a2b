import Glibc
import Provisioning

/// What the system said about a file, as a halt with operation, path and advice.
package enum FileFault {
    /// The halt for a file or folder that could not be made: status 73.
    static func uncreatable(_ path: String, _ error: Int32) -> RunHalt {
        let advice: String? =
            switch error {
            case EEXIST: "It is never overwritten: name another file, or move this one away."
            case ENOENT: "Make its folder first, or name another one."
            case EACCES, EPERM: "Give this user write permission there, or name another place."
            case EISDIR: "Name a file in that folder."
            case EROFS: "The file system is read-only: name another place."
            default: spaceAdvice(error)
            }
        return RunHalt(
            .cannotCreate, .runOutputUncreatable,
            "cannot create \(shown(path)): \(reason(error))", advice: advice)
    }

    /// The halt for an operation on an open file that failed: status 74.
    static func failed(_ operation: String, _ path: String, _ error: Int32) -> RunHalt {
        RunHalt(
            .inputOutput, .runOutputFailed,
            "cannot \(operation) \(shown(path)): \(reason(error))", advice: spaceAdvice(error))
    }

    /// A path as it may stand in a message.
    package static func shown(_ path: String) -> String {
        path == OutputFile.standardOutputPath ? "standard output" : HarmlessText.escaped(path)
    }

    private static func reason(_ error: Int32) -> String {
        guard let text = strerror(error) else { return "error \(error)" }
        return String(cString: text)
    }

    private static func spaceAdvice(_ error: Int32) -> String? {
        switch error {
        case ENOSPC: "Make room on that file system; a run that was stopped by it can be resumed."
        case EDQUOT: "Raise the quota or make room; a run that was stopped by it can be resumed."
        case EFBIG: "The file is at its largest: raise the limit, or name another place."
        default: nil
        }
    }
}
