import Glibc
import Provisioning

/// Lines of a file that may be long, block by block.
enum LineFile {
    private static let blockBytes = 1 << 20

    /// The first line that `isWanted`, without its end; nil: there is none, or no such file.
    ///
    /// - Complexity: a block of the file is in memory at a time, or the longest line.
    static func first(in path: String, where isWanted: (ArraySlice<UInt8>) -> Bool) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var block = [UInt8](repeating: 0, count: blockBytes)
        var kept: [UInt8] = []
        while true {
            let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return isWanted(kept[...]) && !kept.isEmpty ? kept : nil }
            kept.append(contentsOf: block[..<count])
            var start = 0
            while let end = kept[start...].firstIndex(of: 0x0A) {
                if isWanted(kept[start..<end]) { return Array(kept[start..<end]) }
                start = end + 1
            }
            kept.removeFirst(start)
        }
    }
}
