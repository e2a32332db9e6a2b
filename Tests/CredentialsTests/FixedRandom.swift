import Provisioning

/// Bytes that count up from a start: the same in each test.
struct FixedRandom: RandomBytes {
    var start: UInt8 = 0
    func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { start &+ UInt8(truncatingIfNeeded: $0) }
    }
}
