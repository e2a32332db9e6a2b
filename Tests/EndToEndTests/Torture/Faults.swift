import Foundation
import Glibc
import Testing

/// Faults that the program under test meets, by a library that is loaded before its own ones
/// (Tests/Peers/faults.c, which explains the rules).
enum Faults {
    /// The library, built once for a run of the tests, and gone with it.
    static let library: String = {
        atexit { unlink(Faults.place) }
        let ending = ChildProcess(
            "/bin/sh",
            [
                "-c", "exec clang -shared -fPIC -O1 -Wall -Werror -o \"$0\" \"$1\" -ldl", place,
                MailPeer.path("faults.c"),
            ], folder: "/", environment: ProcessInfo.processInfo.environment
        ).end()
        precondition(ending.status == 0, "clang: \(ending.error)")
        return place
    }()

    private static let place =
        FileManager.default.temporaryDirectory.path
        + "/muster-faults-\(ProcessInfo.processInfo.processIdentifier).so"

    /// The calls that a command made before its end, as a rule counts them: "write /folder/results.csv".
    static func calls(
        of words: [String], in place: Workplace
    ) throws -> (calls: [String], ending: ProcessEnding) {
        place.meet(["MUSTER_CALLS": place.path("calls")])
        let ending = place.start(words).end()
        place.meet([:])
        defer { place.remove("calls") }
        return (try place.read("calls").split(separator: "\n").map(String.init), ending)
    }
}

extension Workplace {
    /// Commands from now on meet what these variables say, such as `["MUSTER_FAULT": "sync:3:kill"]`;
    /// an empty dictionary: nothing.
    func meet(_ faults: [String: String]) {
        for name in ["FAULT", "DISK", "CLOCK", "CALLS", "PEAK"] {
            environment["MUSTER_" + name] = nil
        }
        environment["LD_PRELOAD"] = nil
        guard !faults.isEmpty else { return }
        environment["LD_PRELOAD"] = Faults.library
        environment.merge(faults) { $1 }
    }

    /// Runs `muster` to its end, and tells the most memory that it had in use, in KiB.
    func peak(of words: [String], input: [UInt8] = []) throws -> (peak: Int, ending: ProcessEnding)
    {
        meet(["MUSTER_PEAK": path("peak")])
        let ending = start(words).end(input: input)
        meet([:])
        defer { remove("peak") }
        return (try peakNoted(), ending)
    }

    /// What the file `peak` says, for a command that a script ran.
    func peakNoted() throws -> Int {
        try #require(Int(try read("peak").trimmingCharacters(in: .whitespacesAndNewlines)))
    }
}
