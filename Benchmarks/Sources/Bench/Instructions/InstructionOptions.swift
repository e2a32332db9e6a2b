/// What `muster-bench instructions` is asked for.
struct InstructionOptions {
    static let usage = """
        usage: muster-bench instructions --muster PATH --data FOLDER --bounds FILE [--update]

          --muster PATH  the release binary to count
          --data FOLDER  where feeds and directories go
          --bounds FILE  what each work may cost
          --update       write the bounds anew, from what is counted

        """

    var muster = ""
    var data = ""
    var bounds = ""
    var isUpdate = false

    init(_ arguments: some Collection<String>) throws(BenchFault) {
        var words = OptionWords(arguments, usage: Self.usage)
        while let word = words.next() {
            switch word {
            case "--muster": muster = try words.value(of: word)
            case "--data": data = try words.value(of: word)
            case "--bounds": bounds = try words.value(of: word)
            case "--update": isUpdate = true
            default: throw words.fault("unexpected: \(word)")
            }
        }
        if muster.isEmpty || data.isEmpty || bounds.isEmpty { throw BenchFault(Self.usage) }
    }
}
