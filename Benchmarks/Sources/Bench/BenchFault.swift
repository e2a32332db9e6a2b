import Glibc

/// Why the benchmarks cannot go on; a run that fails is never a time.
struct BenchFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// Takes the reason from `errno`.
    init(failed operation: String, _ path: String) {
        description = "cannot \(operation) \(path): \(String(cString: strerror(errno)))"
    }
}
