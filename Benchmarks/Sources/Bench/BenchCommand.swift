import Glibc

/// Runs the reference tools and Muster in turn on generated feeds and prints the ratios.
///
/// Exit status: 0 measured, 1 `--strict` and a bar was missed, 70 a run failed.
@main
enum BenchCommand {
    static func main() {
        do throws(BenchFault) {
            let options = try BenchOptions(CommandLine.arguments.dropFirst())
            var session = try BenchSession(options)
            for round in 0..<options.runs {
                say("round \(round + 1) of \(options.runs)")
                try session.measureRound(round)
            }
            let report = BenchReport(
                options: options, measurements: session.measurements,
                mailBodyBytes: session.mailBodyBytes)
            print(
                "\n\(options.records) records, medians of \(options.runs) rounds; "
                    + "ratio = Muster's time / reference's, pair by pair\n")
            print(report.text + report.notes, terminator: "")
            if options.isStrict && !report.isMet {
                say("a bar was missed")
                exit(1)
            }
        } catch {
            say(error.description)
            exit(70)
        }
    }

    private static func say(_ text: String) {
        let line = "bench: \(text)\n"
        _ = line.withCString { write(2, $0, strlen($0)) }
    }
}
