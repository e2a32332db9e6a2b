import CUnistring

/// The Bidi rule (RFC 5893, section 2), as RFC 8265 applies it to whole usernames.
enum BidiRule {
    /// Whether the text keeps the rule; a text without right-to-left characters always does.
    static func holds(_ text: [UInt32]) -> Bool {
        let classes = text.map { Int(uc_bidi_class($0)) }
        guard classes.contains(where: isRightToLeft), let first = classes.first else {
            return true
        }
        // The last character that is not a non-spacing mark decides conditions 3 and 6.
        guard let last = classes.last(where: { $0 != UC_BIDI_NSM }) else { return false }
        // A text that begins left to right breaks condition 5 with its right-to-left character,
        // and one that begins with anything else breaks condition 1.
        guard first == UC_BIDI_R || first == UC_BIDI_AL else { return false }
        let hasEuropean = classes.contains(UC_BIDI_EN)
        let hasArabic = classes.contains(UC_BIDI_AN)
        return classes.allSatisfy(isAllowedRightToLeft) && endsWell(last)
            && !(hasEuropean && hasArabic)
    }

    private static func isRightToLeft(_ bidiClass: Int) -> Bool {
        bidiClass == UC_BIDI_R || bidiClass == UC_BIDI_AL
            || bidiClass == UC_BIDI_AN
    }

    /// Condition 2.
    private static func isAllowedRightToLeft(_ bidiClass: Int) -> Bool {
        isRightToLeft(bidiClass)
            || [
                UC_BIDI_EN, UC_BIDI_ES, UC_BIDI_CS, UC_BIDI_ET, UC_BIDI_ON, UC_BIDI_BN,
                UC_BIDI_NSM,
            ].contains(bidiClass)
    }

    /// Condition 3.
    private static func endsWell(_ bidiClass: Int) -> Bool {
        isRightToLeft(bidiClass) || bidiClass == UC_BIDI_EN
    }
}
