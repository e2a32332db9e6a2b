import Glibc
import YardstickFeed

/// Writes a yardstick feed:
/// `muster-feedgen FILE [--format FORMAT] [--records N] [--seed N] [--next-night]`.
@main
enum FeedGeneratorCommand {
    private static let usage = """
        usage: muster-feedgen FILE [--format FORMAT] [--records N] [--seed N] [--next-night]

          --format FORMAT  csv, xml or jsonl (csv); the people are the same
          --records N      people in the feed (1000000)
          --seed N         which feed; the same seed gives the same bytes (1)
          --next-night     the delivery of the next night: one record in a hundred has changed

        """

    static func main() {
        var path: String?
        var records: UInt64 = 1_000_000
        var seed: UInt64 = 1
        var variant = FeedVariant.firstNight
        var format = FeedFormat.csv
        var words = CommandLine.arguments.dropFirst()
        while let word = words.popFirst() {
            switch word {
            case "--format":
                let name = words.popFirst() ?? "nothing"
                guard let known = FeedFormat(rawValue: name) else {
                    refuse("not a format: \(name)")
                }
                format = known
            case "--records": records = number(words.popFirst(), atLeast: 1)
            case "--seed": seed = number(words.popFirst(), atLeast: 0)
            case "--next-night": variant = .nextNight
            case "--help", "-h":
                print(usage, terminator: "")
                return
            default:
                if word.hasPrefix("-") || path != nil { refuse("unexpected: \(word)") }
                path = word
            }
        }
        guard let path else { refuse("no file given") }
        do throws(FileFault) {
            try FeedFile.write(
                YardstickFeed(records: records, seed: seed, variant: variant, format: format),
                to: path)
        } catch {
            complain(error.description)
            exit(74)
        }
    }

    private static func number(_ word: String?, atLeast least: UInt64) -> UInt64 {
        guard let word, let number = UInt64(word), number >= least else {
            refuse("not a number from \(least) on: \(word ?? "nothing")")
        }
        return number
    }

    private static func refuse(_ reason: String) -> Never {
        complain(reason + "\n" + usage)
        exit(64)
    }

    private static func complain(_ text: String) {
        let line = "muster-feedgen: \(text)\n"
        _ = line.withCString { write(2, $0, strlen($0)) }
    }
}
