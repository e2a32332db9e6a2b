import Glibc

/// The names of the IANA time zone database that the machine has.
struct TimezoneNames: Sendable {
    private let text: ContiguousArray<UInt8>
    /// Where the names stand in `text`, in the order of their folded bytes.
    private let names: [Range<Int>]

    /// Names of the installed database; nil: there is none, so that only shapes can be checked.
    static let installed = TimezoneNames(file: "/usr/share/zoneinfo/tzdata.zi")

    init?(file: String) {
        guard let bytes = Self.contents(of: file) else { return nil }
        self.init(tzdata: bytes)
    }

    /// Reads the compact source form of the database: `Z NAME …` for zones, `L TARGET NAME` for
    /// links.
    init?(tzdata: ContiguousArray<UInt8>) {
        var found: [Range<Int>] = []
        for line in tzdata.split(separator: 0x0A) {
            let words = line.split(separator: 0x20, maxSplits: 3)
            if words.count > 1, words[0].elementsEqual("Z".utf8) {
                found.append(words[1].indices)
            } else if words.count > 2, words[0].elementsEqual("L".utf8) {
                found.append(words[2].indices)
            }
        }
        guard !found.isEmpty else { return nil }
        text = tzdata
        names = tzdata.withUnsafeBytes { bytes in
            found.sorted { Self.compare(bytes, $0, CellBytes.part(bytes, $1)) < 0 }
        }
    }

    /// Whether the database has a name, compared without regard to case; puts its own spelling
    /// into scratch.
    func find(
        _ name: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) -> Bool {
        text.withUnsafeBytes { bytes in
            var low = 0
            var high = names.count
            while low < high {
                let middle = (low + high) / 2
                let order = Self.compare(bytes, names[middle], name)
                if order == 0 {
                    scratch.removeAll(keepingCapacity: true)
                    scratch.append(contentsOf: bytes[names[middle]])
                    return true
                }
                if order < 0 { low = middle + 1 } else { high = middle }
            }
            return false
        }
    }

    /// Negative, zero or positive as the name at `range` comes before, equals or follows `other`.
    private static func compare(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ other: UnsafeRawBufferPointer
    ) -> Int {
        for index in 0..<min(range.count, other.count) {
            let left = CellBytes.lower(bytes[range.lowerBound + index])
            let right = CellBytes.lower(other[index])
            if left != right { return Int(left) - Int(right) }
        }
        return range.count - other.count
    }

    private static func contents(of path: String) -> ContiguousArray<UInt8>? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = ContiguousArray<UInt8>(repeating: 0, count: 256 << 10)
        var count = 0
        while count < bytes.count {
            let room = bytes.count - count
            let got = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress.map { $0 + count }, room)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        bytes.removeSubrange(count...)
        return bytes
    }
}
