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
          --large          S6 too, once: ten times the records, some 4 GiB more (with --strict)
          --no-large       no S6, with --strict either; whoever says so is not held to it

        muster-bench instructions and muster-bench growth say what they take.


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
    /// Whether S6 is asked for, or ruled out; nil: neither.
    var wantsLarge: Bool?

    /// Options of runs that no yardstick stands beside.
    init(muster: String, data: String, records: UInt64) {
        self.muster = muster
        self.data = data
        self.records = records
    }

    init(_ arguments: some Collection<String>) throws(BenchFault) {
        var words = OptionWords(arguments, usage: Self.usage)
        while let word = words.next() {
            switch word {
            case "--muster": muster = try words.value(of: word)
            case "--data": data = try words.value(of: word)
            case "--records": records = UInt64(try words.number(of: word, least: 1_000))
            case "--runs": runs = try words.number(of: word, least: 1)
            case "--mails": mails = try words.number(of: word, least: 200)
            case "--seed": seed = UInt64(try words.number(of: word, least: 0))
            case "--duckdb": duckdbPython = try words.value(of: word)
            case "--counts": duckdbQuery = try words.value(of: word)
            case "--strict": isStrict = true
            case "--large": wantsLarge = true
            case "--no-large": wantsLarge = false
            default: throw words.fault("unexpected: \(word)")
            }
        }
        if muster.isEmpty || data.isEmpty { throw BenchFault(Self.usage) }
    }

    /// Whether S6 is measured.
    var measuresLarge: Bool { wantsLarge ?? isStrict }

    /// Records of S6.
    var largeRecords: UInt64 { records * 10 }

    /// Mebibytes that a run over so many records may keep resident: 96 up to 1,000,000 and 512 at
    /// 10,000,000, in a straight line between and beyond.
    static func memoryMebibytesMax(_ records: UInt64) -> Double {
        records <= 1_000_000 ? 96 : 96 + (512 - 96) * Double(records - 1_000_000) / 9_000_000
    }
}
