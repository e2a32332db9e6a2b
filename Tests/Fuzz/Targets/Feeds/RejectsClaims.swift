import FeedFormats
import Provisioning
import ResultReporting

/// A rejects file is a feed: it is read again with one record for each that was rejected.
final class RejectsClaims {
    private let format: FeedFormat
    private let profile: FeedProfile
    private var encodings: [(encoding: any RejectsEncoding, text: [UInt8])] = []
    private var records = 0

    init(_ format: FeedFormat, _ profile: FeedProfile) {
        self.format = format
        var profile = profile
        // What reads rejects does without.
        profile.trailer = nil
        self.profile = profile
    }

    /// Takes all records of a batch as rejected.
    func add(_ batch: RecordBatch, of feed: OpenFeed) throws(BrokenClaim) {
        if encodings.isEmpty {
            for masks in [false, true] {
                guard let encoding = try? feed.rejects(masks) else { return }
                var buffer = ByteBuffer()
                encoding.begin(to: &buffer)
                encodings.append((encoding, Array(buffer.bytes)))
            }
        }
        for index in batch.chunk.records.indices {
            records += 1
            let reject = RejectedRecord(
                batch.chunk.records[index], of: batch, issues: batch.issues(of: index))
            for place in encodings.indices {
                var buffer = ByteBuffer()
                encodings[place].encoding.append(reject, to: &buffer)
                encodings[place].text += Array(buffer.bytes)
            }
        }
    }

    /// Reads what was written.
    func finish() throws(BrokenClaim) {
        for (encoding, text) in encodings {
            var buffer = ByteBuffer()
            encoding.end(to: &buffer)
            let file = text + Array(buffer.bytes)
            // Findings are long, and two columns more than there were.
            let limits = Limits()
            let view = try FeedView { () throws(RunHalt) in
                try OpenFeed(
                    PieceInput(file, pieces: []), as: self.format, self.profile, limits)
            }
            try claim(
                view.halt == nil,
                "a rejects file is not read again: \(view.halt?.text ?? "")\n\(Self.shown(file))")
            try claim(
                view.records.count == records,
                "\(records) rejects are read as \(view.records.count):\n\(Self.shown(file))")
        }
    }

    private static func shown(_ file: [UInt8]) -> String {
        HarmlessText.escaped(String(decoding: file, as: UTF8.self))
    }
}
