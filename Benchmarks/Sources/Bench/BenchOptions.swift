/// What the command line asks for.
struct BenchOptions {
    static let usage = """
        usage: muster-bench --muster PATH --data FOLDER [options]

          --muster PATH    the release binary to measure
          --data FOLDER    where feeds and directories go; about 2 GiB for 1,000,000 records
          --records N      people in the feed (1000000; the bars hold for that)
          --runs N         rounds, of which medians are shown (5)
          --mails N        mails of S8 (10000)
          --seed N         which feed (1)
          --duckdb PYTHON  a Python that has the duckdb package; without it S4 is skipped
          --counts PATH    DuckDB's query (duckdb_counts.py)
          --strict         exit with status 1 when a bar is missed or a yardstick is skipped

        """

    var muster = ""
    var data = ""
    var records: UInt64 = 1_000_000
    var runs = 5
    var mails = 10_000
    var seed: UInt64 = 1
    /// nil: DuckDB cannot be had.
    var duckdbPython: String?
    var duckdbQuery = ""
    var isStrict = false

    init(_ arguments: some Collection<String>) throws(BenchFault) {
        var words = Array(arguments)[...]
        while let word = words.popFirst() {
            switch word {
            case "--muster": muster = try Self.value(of: word, &words)
            case "--data": data = try Self.value(of: word, &words)
            case "--records": records = UInt64(try Self.number(of: word, &words, least: 1_000))
            case "--runs": runs = try Self.number(of: word, &words, least: 1)
            case "--mails": mails = try Self.number(of: word, &words, least: 200)
            case "--seed": seed = UInt64(try Self.number(of: word, &words, least: 0))
            case "--duckdb": duckdbPython = try Self.value(of: word, &words)
            case "--counts": duckdbQuery = try Self.value(of: word, &words)
            case "--strict": isStrict = true
            default: throw BenchFault("unexpected: \(word)\n\(Self.usage)")
            }
        }
        if muster.isEmpty || data.isEmpty { throw BenchFault(Self.usage) }
    }

    /// Mebibytes that a run over these records may keep resident: 96 up to 1,000,000 records and
    /// 512 at 10,000,000, in a straight line between and beyond.
    var memoryMebibytesMax: Double {
        records <= 1_000_000 ? 96 : 96 + (512 - 96) * Double(records - 1_000_000) / 9_000_000
    }

    private static func value(
        of option: String, _ words: inout ArraySlice<String>
    ) throws(BenchFault) -> String {
        guard let value = words.popFirst() else {
            throw BenchFault("\(option) needs a value\n\(usage)")
        }
        return value
    }

    private static func number(
        of option: String, _ words: inout ArraySlice<String>, least: Int
    ) throws(BenchFault) -> Int {
        let text = try value(of: option, &words)
        guard let number = Int(text), number >= least else {
            throw BenchFault("\(option) needs a number from \(least) on, not \(text)")
        }
        return number
    }
}
