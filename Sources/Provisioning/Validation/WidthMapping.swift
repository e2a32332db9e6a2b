import CUnistring

/// The width mapping of RFC 8265, section 3.3.3: fullwidth and halfwidth characters become their
/// decomposition mapping.
enum WidthMapping {
    static func mapped(_ scalar: UInt32) -> UInt32 {
        // Every character with a <wide> or <narrow> decomposition is here, or is U+3000.
        guard scalar == 0x3000 || (0xFF01...0xFFEE).contains(scalar) else { return scalar }
        return withUnsafeTemporaryAllocation(
            of: UInt32.self, capacity: Int(UC_DECOMPOSITION_MAX_LENGTH)
        ) { buffer in
            var tag: Int32 = 0
            let length = uc_decomposition(scalar, &tag, buffer.baseAddress)
            let isWidth =
                tag == Int32(UC_DECOMP_WIDE) || tag == Int32(UC_DECOMP_NARROW)
            return length == 1 && isWidth ? buffer[0] : scalar
        }
    }
}
