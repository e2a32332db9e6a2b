import Glibc

/// Public test material beside the package, which a checkout need not have.
enum Corpus {
    /// The text of a file of the corpus; nil, with a printed note, where it is absent.
    static func text(_ path: String, cases: Int) -> String? {
        if let text = contents("\(folder(above: 5))/shared/corpus/\(path)") { return text }
        print("skipped \(cases) cases: \(path) is not beside the package")
        return nil
    }

    /// The text of a file of the package; nil if there is none.
    static func packageText(_ path: String) -> String? { contents("\(folder(above: 4))/\(path)") }

    /// The folder so many levels above this file: 4 is the package.
    private static func folder(above levels: Int) -> String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(levels)
            .joined(separator: "/")
    }

    private static func contents(_ file: String) -> String? {
        guard let stream = fopen(file, "r") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
