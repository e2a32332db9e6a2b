import CUnistring

/// The PRECIS IdentifierClass (RFC 8264, section 4.2): which code points a username may have.
///
/// Decided by the algorithm of RFC 8264, section 8, over libunistring's Unicode 14.0 data, not by
/// a frozen table.
enum IdentifierClass {
    /// What the class says about a code point.
    enum Standing {
        case valid
        /// Allowed only where its contextual rule holds (RFC 5892, appendix A).
        case contextual
        case disallowed
        case unassigned
    }

    static func standing(of scalar: UInt32) -> Standing {
        if let exception = exception(scalar) { return exception }
        if isUnassigned(scalar) { return .unassigned }
        if (0x21...0x7E).contains(scalar) { return .valid }
        if uc_is_property_join_control(scalar) { return .contextual }
        if isOldHangulJamo(scalar) || isIgnorable(scalar) || scalar < 0x20 { return .disallowed }
        // Characters with a compatibility form, such as U+2163, would be taken for their plain
        // twins, so the class bans them before it looks at their category.
        if UnicodeText.hasCompatibilityForm(scalar) { return .disallowed }
        return uc_is_general_category_withtable(scalar, letterDigits) ? .valid : .disallowed
    }

    /// LetterDigits of RFC 8264, section 9.1.
    private static let letterDigits: UInt32 = [
        UC_CATEGORY_MASK_Ll, UC_CATEGORY_MASK_Lu, UC_CATEGORY_MASK_Lo, UC_CATEGORY_MASK_Nd,
        UC_CATEGORY_MASK_Lm, UC_CATEGORY_MASK_Mn, UC_CATEGORY_MASK_Mc,
    ].reduce(0) { (mask: UInt32, category) in mask | UInt32(category) }

    /// Exceptions of RFC 5892, section 2.6, as RFC 8264, section 9.6 takes them over.
    private static func exception(_ scalar: UInt32) -> Standing? {
        switch scalar {
        case 0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007: .valid
        case 0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB, 0x0660...0x0669, 0x06F0...0x06F9:
            .contextual
        case 0x0640, 0x07FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: .disallowed
        default: nil
        }
    }

    private static func isUnassigned(_ scalar: UInt32) -> Bool {
        uc_is_general_category_withtable(scalar, UInt32(UC_CATEGORY_MASK_Cn))
            && !uc_is_property_not_a_character(scalar)
    }

    /// RFC 8264, section 9.9: code points of Hangul syllable type L, V or T.
    private static func isOldHangulJamo(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: true
        default: false
        }
    }

    /// RFC 8264, section 9.13.
    private static func isIgnorable(_ scalar: UInt32) -> Bool {
        uc_is_property_default_ignorable_code_point(scalar)
            || uc_is_property_not_a_character(scalar)
    }
}
