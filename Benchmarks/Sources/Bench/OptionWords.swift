/// The words of a command line, taken one after another.
struct OptionWords {
    private var words: ArraySlice<String>
    /// What the options are, for whoever gets one wrong.
    private let usage: String

    init(_ words: some Collection<String>, usage: String) {
        self.words = Array(words)[...]
        self.usage = usage
    }

    /// The next word; nil: there is none.
    mutating func next() -> String? { words.popFirst() }

    mutating func value(of option: String) throws(BenchFault) -> String {
        guard let value = words.popFirst() else { throw fault("\(option) needs a value") }
        return value
    }

    mutating func number(of option: String, least: Int) throws(BenchFault) -> Int {
        let text = try value(of: option)
        guard let number = Int(text), number >= least else {
            throw fault("\(option) needs a number from \(least) on, not \(text)")
        }
        return number
    }

    /// What is wrong with the command line, with the usage behind it.
    func fault(_ reason: String) -> BenchFault { BenchFault(reason + "\n" + usage) }
}
