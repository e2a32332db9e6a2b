import Provisioning
import Synchronization

/// Bytes that count up from call to call: the same in each test, and each call's its own.
final class CountingRandom: RandomBytes {
    private let calls = Atomic<UInt64>(0)

    func bytes(_ count: Int) -> [UInt8] {
        let call = calls.wrappingAdd(1, ordering: .relaxed).newValue
        return withUnsafeBytes(of: call.littleEndian) { number in
            (0..<count).map { $0 < 8 ? number[$0] : UInt8(truncatingIfNeeded: $0) }
        }
    }
}
