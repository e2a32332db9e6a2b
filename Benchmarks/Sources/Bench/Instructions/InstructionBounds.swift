/// What each piece of work may cost, as the file of bounds has it: a line a work, its bound, what was
/// measured when the bound was set, and the date of that. Lines that begin with `#` are comments.
struct InstructionBounds: Equatable {
    /// One line of the file.
    struct Bound: Equatable {
        /// Instructions that are not to be exceeded.
        var most: UInt64
        /// Instructions counted when the bound was set.
        var measured: UInt64
        /// Day of that, as `2026-11-26`.
        var date: String
    }

    /// Processor that the bounds hold for, as `uname -m` spells it.
    var machine: String
    var bounds: [InstructionWork: Bound] = [:]

    private static let head = """
        # Instructions that a piece of work may take: a record, or for one-action the whole process.
        # `make instructions` compares, `make instructions UPDATE=1` counts and writes this file anew.
        # Benchmarks/README.md says how they are counted and what to do when a bound is exceeded.

        """

    init(machine: String) { self.machine = machine }

    /// Reads the text of a file of bounds.
    ///
    /// - Throws: naming the line, when it is no bound, or a second one for its work.
    init(parsing text: String) throws(BenchFault) {
        machine = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let words = line.split(separator: " ").map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if first == "machine" && words.count == 2 && machine.isEmpty {
                machine = words[1]
            } else if let work = InstructionWork(rawValue: first), words.count == 4,
                let most = Self.number(words[1]), let measured = Self.number(words[2]),
                bounds[work] == nil
            {
                bounds[work] = Bound(most: most, measured: measured, date: words[3])
            } else {
                throw BenchFault("line \(index + 1) of the bounds is not understood: \(line)")
            }
        }
        if machine.isEmpty { throw BenchFault("the bounds do not say for which machine they are") }
    }

    /// Sets the bound of `work` with headroom over what was measured.
    mutating func set(_ work: InstructionWork, measured: UInt64, date: String) {
        let most = Self.withHeadroom(measured)
        bounds[work] = Bound(most: most, measured: measured, date: date)
    }

    /// The file's text; works stand in the order of their declaration.
    var text: String {
        let lines = InstructionWork.allCases.compactMap { work in
            bounds[work].map { bound in
                [work.rawValue, Self.grouped(bound.most), Self.grouped(bound.measured), bound.date]
            }
        }
        return Self.head + "machine \(machine)\n"
            + TextTable(rows: [["# work", "bound", "measured", "on"]] + lines, words: [0, 3]).text
    }

    /// One in twenty more, rounded up to three digits.
    ///
    /// The same binary's counts differ by 0.06 % from run to run. The rest is for another version of
    /// the system's libraries, and for a processor with other instructions.
    static func withHeadroom(_ measured: UInt64) -> UInt64 {
        let most = measured + measured / 20
        var unit: UInt64 = 1
        while most / unit >= 1_000 { unit *= 10 }
        return (most + unit - 1) / unit * unit
    }

    /// A number with commas between its thousands.
    static func grouped(_ number: UInt64) -> String {
        var text = ""
        for (index, digit) in "\(number)".reversed().enumerated() {
            if index > 0 && index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// The number that `text` spells with or without commas; nil: none.
    static func number(_ text: some StringProtocol) -> UInt64? {
        UInt64(String(text.filter { $0 != "," }))
    }
}
