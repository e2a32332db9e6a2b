import Foundation

/// What makes a directory of today one of an older format, as a program of then left it.
enum OlderFormat {
    /// Format 3: before runs had guards, leavers and ways back.
    static let three = script(3)

    /// Format 2: before the outbox.
    static let two = three + script(2)

    private static func script(_ format: Int) -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let file = folder.appending(path: "../../OlderFormats/\(format).sql")
        guard let data = FileManager.default.contents(atPath: file.standardized.path) else {
            preconditionFailure("no \(file.path)")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
