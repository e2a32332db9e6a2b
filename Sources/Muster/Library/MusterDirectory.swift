import Provisioning

/// A user directory, for programs that use Muster as a library.
///
/// ```swift
/// let directory = MusterDirectory(path: "people.sqlite")
/// let summary = try directory.importFeed(at: "users.csv")
/// print(summary.outcomes["created", default: 0])
/// try directory.perform("set-device-limit", on: "ada", values: ["device_limit": "3"])
/// ```
///
/// Nothing is opened until a method is called, and nothing stays open after it. One import at a
/// time runs on a directory, in this or any other process; actions on single users go on beside it.
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

    var place: DirectoryPlace {
        DirectoryPlace(directory: path, configuration: configurationPath)
    }

    /// Imports the file of a feed: reads all of it, decides every record, and then applies it.
    ///
    /// Importing the same file again changes nothing, and carries on where an interrupted import
    /// stopped.
    /// - Parameters:
    ///   - file: path of the file.
    ///   - options: what is wanted beyond what the configuration says.
    /// - Returns: the figures; a guard that stopped the import, so that nothing was changed, is
    ///   in `stop`.
    /// - Throws: `MusterError` when the import could not end. Nothing was changed, unless the
    ///   error's `status` is 3 or 74: then everything up to some record is applied.
    public func importFeed(
        at file: String, options: FeedImportOptions = FeedImportOptions()
    ) throws(MusterError) -> ImportSummary {
        do throws(RunHalt) {
            let job = ImportJob(try options.wishes(file: file, actor: actor), into: place)
            return ImportSummary(try job.run())
        } catch {
            throw MusterError(error)
        }
    }

    /// Carries one action out on one user, as a feed's record would.
    ///
    /// - Parameters:
    ///   - action: a word of a feed's `action` column, such as `disable`.
    ///   - user: a username or an e-mail address, or, for users who are there already, `id:` with
    ///     a number or `ext:` with an external id.
    ///   - values: values by name of their column, such as `device_limit`.
    /// - Returns: the result of the record, which may be a rejection.
    /// - Throws: `MusterError` when nothing could be decided or written; nothing was changed.
    @discardableResult
    public func perform(
        _ action: String, on user: String, values: [String: String] = [:]
    ) throws(MusterError) -> ActionResult {
        do throws(RunHalt) {
            let columns = values.sorted { $0.key < $1.key }.map {
                (column: $0.key, value: $0.value)
            }
            let request = try UserActionRequest(action, user: user, value: nil, columns: columns)
            let job = UserActionJob(request.record, in: place, actor: actor)
            return ActionResult(try job.run())
        } catch {
            throw MusterError(error)
        }
    }
}
