import Glibc

/// Hands a target over to libFuzzer: the one that `MUSTER_FUZZ_TARGET` names.
///
/// `MUSTER_FUZZ_SEEDS` names a folder that the target's seeds are written into instead.
@main
enum FuzzMain {
    static let target = getenv("MUSTER_FUZZ_TARGET").flatMap {
        FuzzTarget(rawValue: String(cString: $0))
    }

    static func main() {
        guard let target else {
            let known = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
            print("MUSTER_FUZZ_TARGET is one of: \(known)")
            exit(64)
        }
        if let folder = getenv("MUSTER_FUZZ_SEEDS") {
            let count = FuzzSeeds.write(target, to: String(cString: folder))
            print("\(count) seeds, longest \(target.bytesMax) bytes")
            return
        }
        var count = CommandLine.argc
        var words = Optional(CommandLine.unsafeArgv)
        exit(runFuzzer(&count, &words, feed))
    }
}

/// libFuzzer's own loop, which its `main` would call.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Feeds the target with one input; ends the process where a claim is broken. libFuzzer's archive asks
/// for this name.
@_cdecl("LLVMFuzzerTestOneInput")
func feed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do throws(BrokenClaim) {
        try FuzzMain.target?.run(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        let text = "broken claim of \(FuzzMain.target?.rawValue ?? ""): \(error.description)\n"
        write(2, text, text.utf8.count)
        abort()
    }
    return 0
}
