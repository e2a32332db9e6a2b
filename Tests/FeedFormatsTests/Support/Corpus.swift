import Foundation

/// Public test material beside the package, which not every machine has.
enum Corpus {
    /// Folder of the corpus; nil, with a printed count of what is skipped, if it is not there.
    static func folder(_ name: String, cases: Int) -> URL? {
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = package.appendingPathComponent("../shared/corpus/\(name)").standardizedFileURL
        if FileManager.default.fileExists(atPath: folder.path) { return folder }
        print("skipped \(cases) cases: \(folder.path) is not there")
        return nil
    }

    /// Names of the files in a folder with an extension, in order.
    static func names(in folder: URL, extension ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix("." + ending) }
            .sorted()
    }
}
