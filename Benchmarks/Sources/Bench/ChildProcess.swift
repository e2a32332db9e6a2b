import Glibc

/// One finished run of another program.
struct FinishedRun {
    /// Seconds from just before it was started until it was reaped.
    var seconds: Double
    /// Seconds of processor time of all its threads, its own and the kernel's for it.
    var processorSeconds = 0.0
    /// Peak resident memory in mebibytes, as the kernel counted it.
    var peakMebibytes: Double
    /// Exit status; 128 + signal if a signal ended it.
    var status: Int32
    /// What it printed on standard output.
    var output: String
    /// What it printed on standard error.
    var errors: String
    /// The command line.
    var words: [String] = []
}

/// Runs a program as a whole process, without a shell, and measures it from outside.
struct ChildProcess {
    /// The program, looked up in PATH unless it has a slash, and its arguments.
    var words: [String]
    /// What it reads from standard input.
    var input = ""
    /// Folder for what it reads and prints.
    var scratch: String

    /// Runs it to its end.
    ///
    /// - Throws: if it cannot be started; an exit status is the caller's to judge.
    func run() throws(BenchFault) -> FinishedRun {
        let (outputPath, errorsPath) = (scratch + "/stdout", scratch + "/stderr")
        // What earlier runs left to be written back must not be charged to this one.
        sync()

        let started = ContinuousClock.now
        let child = try start(printingTo: outputPath, errorsPath)
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
        let elapsed = ContinuousClock.now - started

        return FinishedRun(
            seconds: elapsed / .seconds(1),
            processorSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            peakMebibytes: Double(usage.ru_maxrss) / 1_024,
            status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
            output: try TextFile.read(outputPath), errors: try TextFile.read(errorsPath),
            words: words)
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    /// Starts it and lets it run; what it prints goes to these files.
    func start(printingTo outputPath: String, _ errorsPath: String) throws(BenchFault) -> pid_t {
        let inputPath = scratch + "/stdin"
        try TextFile.write(input, to: inputPath)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
        let fresh = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, fresh, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorsPath, fresh, 0o600)

        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, words[0], &actions, nil, &arguments, environ)
        guard failure == 0 else {
            throw BenchFault("cannot start \(words[0]): \(String(cString: strerror(failure)))")
        }
        return child
    }
}
