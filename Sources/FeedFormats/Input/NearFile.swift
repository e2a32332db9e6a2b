import Glibc
import Provisioning

/// Finds the file that somebody probably meant.
enum NearFile {
    /// Files of a folder that are looked at: it is a proposal, not a search.
    private static let entriesMax = 10_000

    /// The path of a file beside a missing one whose name is nearly the same; nil: there is none.
    static func proposal(for path: String) -> String? {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let folder = String(path.dropLast(name.count))
        guard !name.isEmpty, let entries = opendir(folder.isEmpty ? "." : folder) else {
            return nil
        }
        defer { closedir(entries) }
        var names: [String] = []
        while names.count < entriesMax, let entry = readdir(entries) {
            let bytes = withUnsafeBytes(of: entry.pointee.d_name) { $0.prefix { $0 != 0 } + [] }
            if let text = String(validating: bytes, as: UTF8.self) { names.append(text) }
        }
        let near = NearWord.proposal(for: String(name), among: names.sorted())
        return near.map { MessageText.path(folder + $0) }
    }
}
