import Glibc

/// Counts instructions and holds them to the committed bounds, or writes those anew.
enum InstructionCommand {
    /// Whether every work keeps within its bound.
    static func run(_ arguments: some Collection<String>) throws(BenchFault) -> Bool {
        let options = try InstructionOptions(arguments)
        var session = try InstructionSession(options)
        let machine = machineName()
        // What is there is read first, so that a mistake in it is found before the long part.
        var bounds =
            options.isUpdate
            ? InstructionBounds(machine: machine)
            : try InstructionBounds(parsing: try TextFile.read(options.bounds))
        try session.measure()
        if options.isUpdate {
            let date = today()
            for (work, count) in session.counts { bounds.set(work, measured: count, date: date) }
            try TextFile.write(bounds.text, to: options.bounds)
        }
        let report = InstructionReport(
            counts: session.counts, bounds: bounds, machine: machine, commands: session.commands)
        print(report.table + report.advice, terminator: "")
        return report.isMet
    }

    /// The processor, as `uname -m` spells it.
    private static func machineName() -> String {
        var name = utsname()
        uname(&name)
        return withUnsafeBytes(of: &name.machine) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// The day in UTC, as `2026-11-26`.
    private static func today() -> String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        let twoDigits = { (number: Int32) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(twoDigits(parts.tm_mon + 1))-\(twoDigits(parts.tm_mday))"
    }
}
