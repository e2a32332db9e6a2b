import Glibc

/// Runs the reference tools and Muster in turn on generated feeds and prints the ratios; with a word
/// before its options, counts instructions or shows how cost grows.
///
/// Exit status: 0 measured, 1 a bar was missed with `--strict` or a bound exceeded, 70 a run failed.
@main
enum BenchCommand {
    static func main() {
        do throws(BenchFault) {
            let words = CommandLine.arguments.dropFirst()
            switch words.first {
            case "instructions":
                if try !InstructionCommand.run(words.dropFirst()) {
                    say("a bound was exceeded")
                    exit(1)
                }
            case "growth": try GrowthCommand.run(words.dropFirst())
            default: try measure(words)
            }
        } catch {
            say(error.description)
            exit(70)
        }
    }

    private static func measure(_ words: some Collection<String>) throws(BenchFault) {
        let options = try BenchOptions(words)
        var session = try BenchSession(options)
        for round in 0..<options.runs {
            say("round \(round + 1) of \(options.runs)")
            try session.measureRound(round)
        }
        if options.measuresLarge {
            say("\(options.largeRecords) records")
            try session.measureLarge()
        }
        let report = BenchReport(
            options: options, measurements: session.measurements,
            mailBodyBytes: session.mailBodyBytes,
            largeProcessorSeconds: session.largeProcessorSeconds)
        print(
            "\n\(options.records) records, medians of \(options.runs) rounds; "
                + "ratio = Muster's time / reference's, pair by pair\n")
        print(report.text + report.notes, terminator: "")
        if options.isStrict && !report.isMet {
            say("a bar was missed")
            exit(1)
        }
    }

    /// Tells whoever waits.
    static func say(_ text: String) {
        let line = "bench: \(text)\n"
        _ = line.withCString { write(2, $0, strlen($0)) }
    }
}
