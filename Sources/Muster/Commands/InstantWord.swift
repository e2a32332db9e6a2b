import Glibc
import Provisioning

/// Reads an instant as an option names it: a day, or a day and a time in UTC.
enum InstantWord {
    /// The instant of `2026-11-24`, `2026-11-24T03:15` or `2026-11-24T03:15:00Z`; a day is its
    /// beginning.
    /// - Throws: a halt with status 64 for anything else.
    static func read(_ text: String, option: String) throws(RunHalt) -> Instant {
        guard let instant = instant(text) else {
            throw RunHalt(
                .usage, .usageOptionInvalid,
                "--\(option): \"\(MessageText.quoted(text))\" is no time",
                advice: "Write a day or a time in UTC: 2026-11-24 or 2026-11-24T03:15:00Z.")
        }
        return instant
    }

    private static func instant(_ text: String) -> Instant? {
        var words = text.split(separator: "T", omittingEmptySubsequences: false)
        guard let day = words.first, words.count <= 2 else { return nil }
        let date = numbers(day, "-", lengths: [4, 2, 2])
        guard let date, (1...12).contains(date[1]) else { return nil }
        var time = [0, 0, 0]
        if words.count == 2 {
            if words[1].last == "Z" { words[1].removeLast() }
            let clock = words[1].split(separator: ":", omittingEmptySubsequences: false)
            guard (2...3).contains(clock.count),
                let read = numbers(words[1], ":", lengths: clock.map { _ in 2 })
            else { return nil }
            time = read + (read.count == 2 ? [0] : [])
        }
        guard time[0] < 24, time[1] < 60, time[2] < 60 else { return nil }
        var parts = tm()
        parts.tm_year = Int32(date[0] - 1_900)
        parts.tm_mon = Int32(date[1] - 1)
        parts.tm_mday = Int32(date[2])
        parts.tm_hour = Int32(time[0])
        parts.tm_min = Int32(time[1])
        parts.tm_sec = Int32(time[2])
        let seconds = timegm(&parts)
        // A day that is not in its month has become one of the next.
        guard parts.tm_mday == Int32(date[2]), parts.tm_mon == Int32(date[1] - 1) else {
            return nil
        }
        return Instant(milliseconds: Int64(seconds) * 1_000)
    }

    private static func numbers(
        _ text: Substring, _ separator: Character, lengths: [Int]
    ) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == lengths.count else { return nil }
        var numbers: [Int] = []
        for (part, length) in zip(parts, lengths) {
            guard part.utf8.count == length, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(part)
            else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
