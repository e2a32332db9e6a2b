import ArgumentParser

/// How long a command waits for another run.
struct WaitOption: ParsableArguments {
    @Option(help: .init("How long to wait for another run.", valueName: "seconds"))
    var wait: Double = 30

    mutating func validate() throws {
        guard wait >= 0, wait <= 1e6 else {
            throw ValidationError("--wait takes a number of seconds from 0 on")
        }
    }

    var duration: Duration { .milliseconds(Int64(wait * 1_000)) }
}
