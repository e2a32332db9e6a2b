import Foundation

/// The files of this clone, as the rules about them see them.
enum Repository {
    /// The folder that holds Package.swift.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Folders that hold what was built, measured or fetched, wherever they are.
    private static func isMade(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasPrefix(".build") || name == ".git" || name == ".venv"
            || path == "Benchmarks/data" || name == "__pycache__"
    }

    /// Paths of all files, from the root, in order.
    static let files: [String] = {
        guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
        var files: [String] = []
        while let path = walk.nextObject() as? String {
            if isMade(path) {
                walk.skipDescendants()
            } else if !isFolder(path) {
                files.append(path)
            }
        }
        return files.sorted()
    }()

    /// Files of a folder whose names end with `suffix`.
    static func files(in folder: String, ending suffix: String = "") -> [String] {
        files.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(suffix) }
    }

    /// Swift files of the package and of the benchmarks.
    static let swiftFiles = files.filter { $0.hasSuffix(".swift") }

    static let documents = files.filter { $0.hasSuffix(".md") }

    /// Bytes of every file, read once.
    private static let contents: [String: Data] = Dictionary(
        uniqueKeysWithValues: files.compactMap { path in
            FileManager.default.contents(atPath: root + "/" + path).map { (path, $0) }
        })

    /// The file's text; empty if there is none.
    static func text(_ path: String) -> String {
        contents[path].map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Whether the file has one of the words in it: quick, so that the slow look is rare.
    static func mentions(_ words: [String], in path: String) -> Bool {
        guard let data = contents[path] else { return false }
        return words.contains { data.range(of: Data($0.utf8)) != nil }
    }

    static func lines(_ path: String) -> [Substring] {
        text(path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root + "/" + path)
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// Names in the folder itself.
    static func entries(of folder: String = "") -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder))?.sorted() ?? []
    }
}
