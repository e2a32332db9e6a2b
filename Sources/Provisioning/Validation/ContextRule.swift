import CUnistring

/// The contextual rules of RFC 5892, appendix A: where a code point may stand.
enum ContextRule {
    /// Whether the rule of `text[index]`, a contextual code point, holds there.
    static func holds(_ text: [UInt32], at index: Int) -> Bool {
        switch text[index] {
        case 0x200C: followsVirama(text, index) || joinsBothSides(text, index)  // A.1
        case 0x200D: followsVirama(text, index)  // A.2
        case 0x00B7:  // A.3: the Catalan l·l
            index > 0 && index + 1 < text.count && isLetterL(text[index - 1])
                && isLetterL(text[index + 1])
        case 0x0375: index + 1 < text.count && isOf("Greek", text[index + 1])  // A.4
        case 0x05F3, 0x05F4: index > 0 && isOf("Hebrew", text[index - 1])  // A.5, A.6
        case 0x30FB:  // A.7
            text.contains { isOf("Hiragana", $0) || isOf("Katakana", $0) || isOf("Han", $0) }
        case 0x0660...0x0669: !text.contains { (0x06F0...0x06F9).contains($0) }  // A.8
        case 0x06F0...0x06F9: !text.contains { (0x0660...0x0669).contains($0) }  // A.9
        default: false
        }
    }

    /// The rule is applied after case mapping as well as before, so both cases count.
    private static func isLetterL(_ scalar: UInt32) -> Bool { scalar | 0x20 == 0x6C }

    private static func followsVirama(_ text: [UInt32], _ index: Int) -> Bool {
        index > 0 && uc_combining_class(text[index - 1]) == Int32(UC_CCC_VR)
    }

    /// `(L or D) T* ZWNJ T* (R or D)`, by joining type.
    private static func joinsBothSides(_ text: [UInt32], _ index: Int) -> Bool {
        var before = index - 1
        while before >= 0, joiningType(text[before]) == UC_JOINING_TYPE_T { before -= 1 }
        var after = index + 1
        while after < text.count, joiningType(text[after]) == UC_JOINING_TYPE_T { after += 1 }
        guard before >= 0, after < text.count else { return false }
        let left = joiningType(text[before])
        let right = joiningType(text[after])
        return (left == UC_JOINING_TYPE_L || left == UC_JOINING_TYPE_D)
            && (right == UC_JOINING_TYPE_R || right == UC_JOINING_TYPE_D)
    }

    private static func joiningType(_ scalar: UInt32) -> Int {
        Int(uc_joining_type(scalar))
    }

    /// Whether a scalar belongs to a script; U+30FB itself is Common.
    private static func isOf(_ script: String, _ scalar: UInt32) -> Bool {
        guard let found = uc_script(scalar), let wanted = uc_script_byname(script) else {
            return false
        }
        return found == wanted
    }
}
