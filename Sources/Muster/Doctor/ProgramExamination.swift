import FeedFormats
import MailDelivery
import Provisioning
import SQLiteDirectory

/// Which versions are at work.
enum ProgramExamination {
    static func examine(_ directory: SQLiteDirectory?) -> DoctorFinding {
        var versions: [(name: String, version: String)] = []
        let opened = directory ?? (try? SQLiteDirectory.inMemory())
        if let condition = try? opened?.condition() {
            versions.append(("SQLite", condition.libraryVersion))
        }
        versions += ReaderLibraries.versions
        if let version = DomainLibrary.version { versions.append(("libidn2", version)) }
        if let version = TransportExamination.libraryVersion {
            versions.append(("libcurl", version))
        }
        let list = versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        return DoctorFinding("program", .ok, "muster \(ProgramVersion.text); \(list)")
    }
}
