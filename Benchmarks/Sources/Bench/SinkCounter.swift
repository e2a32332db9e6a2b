/// What `smtp-sink -c` prints: `sess=1 quit=0 mesg=12` and a carriage return, again and again.
enum SinkCounter {
    /// Mails by the last count that is complete; 0 where nothing has been counted.
    static func mails(in text: String) -> Int {
        let counts = text.utf8.split(
            separator: UInt8(ascii: "\r"), omittingEmptySubsequences: false)
        // What stands behind the last return is still being written.
        for count in counts.dropLast().reversed() {
            for word in count.split(separator: UInt8(ascii: " "))
            where word.starts(with: "mesg=".utf8) {
                return Int(String(decoding: word.dropFirst(5), as: UTF8.self)) ?? 0
            }
        }
        return 0
    }
}
