/// A user directory, for programs that use Muster as a library.
///
/// ```swift
/// let directory = MusterDirectory(path: "people.sqlite")
/// let summary = try directory.importFeed(at: "users.csv")
/// print(summary.outcomes["created", default: 0])
/// try directory.perform("set-device-limit", on: "ada", values: ["device_limit": "3"])
/// ```
///
/// Nothing is opened until a method is called, and nothing stays open after it; a value can be
/// copied, kept and used from any number of threads. One import at a time runs on a directory, in
/// this or any other process; actions on single users and sign-ins go on beside it.
///
/// Each method comes twice. In a synchronous function it does its work on the calling thread and
/// blocks it; in an `async` one it does it on another one, so that nothing else waits.
public struct MusterDirectory: Sendable {
    /// Path of the directory's file; its key, its configuration and its runs stand beside it.
    public let path: String
    /// Path of the configuration file; nil: `muster.yaml` beside the directory, if it is there.
    public let configurationPath: String?
    /// Who is named in the history as the one who did it.
    public let actor: String

    /// Names a directory; the first change makes it, with its key, if it is not there.
    public init(path: String, configurationPath: String? = nil, actor: String = "library") {
        self.path = path
        self.configurationPath = configurationPath
        self.actor = actor
    }

    /// The same directory in the hands of somebody else, whom the history names.
    public func acting(as actor: String) -> MusterDirectory {
        MusterDirectory(path: path, configurationPath: configurationPath, actor: actor)
    }

    var place: DirectoryPlace {
        DirectoryPlace(directory: path, configuration: configurationPath)
    }
}
