import CUnistring
import Glibc

/// Unicode operations on whole texts, by GNU libunistring (version 1.0 has Unicode 14.0 data).
enum UnicodeText {
    /// Lower case by the Unicode default conversion, then Normalization Form C, into `scratch`.
    ///
    /// The bytes are UTF-8; what is not would become U+FFFD.
    /// - Returns: false when memory ran out.
    static func lowerNFC(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) -> Bool {
        fill(&scratch) { buffer, length in
            u8_tolower(
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, nil,
                unicode_form_nfc(), buffer, &length)
        }
    }

    /// Normalization Form C (UAX #15), into `scratch`.
    ///
    /// The bytes are UTF-8; what is not would become U+FFFD.
    /// - Returns: false when memory ran out.
    static func nfc(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) -> Bool {
        fill(&scratch) { buffer, length in
            u8_normalize(
                unicode_form_nfc(), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
                bytes.count, buffer, &length)
        }
    }

    /// Whether compatibility normalisation changes the scalar (RFC 8264, section 9.17).
    static func hasCompatibilityForm(_ scalar: UInt32) -> Bool {
        var input = scalar
        // The longest NFKC form of one scalar has 18.
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 32) { buffer in
            var length = buffer.count
            let result = u32_normalize(unicode_form_nfkc(), &input, 1, buffer.baseAddress, &length)
            defer { if result != buffer.baseAddress { free(result) } }
            guard let result else { return true }
            return length != 1 || result[0] != scalar
        }
    }

    /// Whether a scalar is assigned and shows: no control, format, private-use or separator
    /// character, and none that is ignored by default.
    static func isVisible(_ scalar: UInt32) -> Bool {
        !uc_is_general_category_withtable(scalar, hiddenCategories)
            && !uc_is_property_default_ignorable_code_point(scalar)
    }

    private static let hiddenCategories: UInt32 = [
        UC_CATEGORY_MASK_Cc, UC_CATEGORY_MASK_Cf, UC_CATEGORY_MASK_Cs, UC_CATEGORY_MASK_Co,
        UC_CATEGORY_MASK_Cn, UC_CATEGORY_MASK_Zs, UC_CATEGORY_MASK_Zl, UC_CATEGORY_MASK_Zp,
    ].reduce(0) { (mask: UInt32, category) in mask | UInt32(category) }

    /// Runs a libunistring function that writes to a buffer of ours if it is large enough, and
    /// otherwise gives one of its own.
    private static func fill(
        _ scratch: inout ContiguousArray<UInt8>,
        _ call: (UnsafeMutablePointer<UInt8>?, inout Int) -> UnsafeMutablePointer<UInt8>?
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 512) { buffer in
            var length = buffer.count
            let result = call(buffer.baseAddress, &length)
            defer { if result != buffer.baseAddress { free(result) } }
            guard let result else { return false }
            scratch.removeAll(keepingCapacity: true)
            scratch.append(contentsOf: UnsafeBufferPointer(start: result, count: length))
            return true
        }
    }
}
