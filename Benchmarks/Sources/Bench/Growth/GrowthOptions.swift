/// What `muster-bench growth` is asked for.
struct GrowthOptions {
    static let usage = """
        usage: muster-bench growth --muster PATH --data FOLDER [options]

          --muster PATH  the release binary to measure
          --data FOLDER  where feeds and directories go; some 5 GiB for 10,000,000 records
          --largest N    records of the largest feed (10000000)
          --runs N       rounds of feeds up to 1,000,000 records, of which medians are shown (3)

        """

    var muster = ""
    var data = ""
    var largest: UInt64 = 10_000_000
    var runs = 3

    init(_ arguments: some Collection<String>) throws(BenchFault) {
        var words = OptionWords(arguments, usage: Self.usage)
        while let word = words.next() {
            switch word {
            case "--muster": muster = try words.value(of: word)
            case "--data": data = try words.value(of: word)
            case "--largest": largest = UInt64(try words.number(of: word, least: 1_000))
            case "--runs": runs = try words.number(of: word, least: 1)
            default: throw words.fault("unexpected: \(word)")
            }
        }
        if muster.isEmpty || data.isEmpty { throw BenchFault(Self.usage) }
    }

    /// Records of the feeds: 10,000 and ten times as many each time, up to the largest.
    var sizes: [UInt64] {
        var sizes: [UInt64] = []
        var size: UInt64 = 10_000
        while size <= largest {
            sizes.append(size)
            size *= 10
        }
        return sizes.isEmpty ? [largest] : sizes
    }

    /// Rounds of a feed; a large one is measured once, since it takes minutes.
    func rounds(of records: UInt64) -> Int { records <= 1_000_000 ? runs : 1 }
}
