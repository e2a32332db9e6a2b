/// Languages: tags of BCP 47 (RFC 5646), by their shape, in the case that section 2.1.1 recommends.
///
/// `en_US` and `en_US.UTF-8`, as Unix systems write, become `en-US`.
enum LanguageRule {
    /// Bytes of a tag, at most.
    static let bytesMax = 64

    /// Checks a tag without surrounding spaces.
    static func check(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        let end = bytes.firstIndex { $0 == 0x2E || $0 == 0x40 } ?? bytes.count
        let tag = CellBytes.part(bytes, 0..<end)
        guard !tag.isEmpty, tag.count <= bytesMax, write(tag, into: &scratch) else {
            throw ValueFault(
                .fieldLanguageMalformed,
                "is not a language tag (BCP 47); en, de-AT and zh-Hant-TW are examples")
        }
        return scratch.elementsEqual(bytes) ? .asWritten : .rewritten
    }

    /// Parts of a tag, which come in this order.
    private enum Part: Int { case language, extendedLanguage, script, region, variant, further }

    private static func write(
        _ tag: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) -> Bool {
        scratch.removeAll(keepingCapacity: true)
        var last: Part?
        var isPrivate = false
        var needsMore = false
        for slice in tag.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == 0x2D || $0 == 0x5F })
        {
            let subtag = UnsafeRawBufferPointer(rebasing: slice)
            guard (1...8).contains(subtag.count),
                subtag.allSatisfy({ CellBytes.isLetter($0) || CellBytes.isDigit($0) }),
                let part = part(subtag, after: last)
            else { return false }
            // A single letter opens an extension, which is not empty; behind `x` it may be anything.
            let opens = subtag.count == 1 && !isPrivate
            if opens, needsMore { return false }
            needsMore = opens
            isPrivate = isPrivate || (subtag.count == 1 && subtag[0] | 0x20 == 0x78)
            append(subtag, as: part, isFirst: last == nil, to: &scratch)
            last = part
        }
        return !needsMore
    }

    /// What a subtag is, by its shape and what came before it; nil: it cannot stand here.
    private static func part(_ subtag: UnsafeRawBufferPointer, after last: Part?) -> Part? {
        let isAlphabetic = subtag.allSatisfy(CellBytes.isLetter)
        guard let last else {
            // Two and three letters are ISO 639 codes; five to eight are registered languages.
            let isLanguage = isAlphabetic && subtag.count >= 2 && subtag.count != 4
            if isLanguage { return .language }
            return subtag.count == 1 && subtag[0] | 0x20 == 0x78 ? .further : nil
        }
        if last == .further || subtag.count == 1 { return .further }
        if isAlphabetic, subtag.count == 3, last == .language { return .extendedLanguage }
        if isAlphabetic, subtag.count == 4, last.rawValue < Part.script.rawValue { return .script }
        let isRegion =
            subtag.count == (isAlphabetic ? 2 : 3)
            && (isAlphabetic || CellBytes.isDigits(subtag))
        if isRegion, last.rawValue < Part.region.rawValue { return .region }
        let isVariant = subtag.count >= 5 || (subtag.count == 4 && CellBytes.isDigit(subtag[0]))
        return isVariant ? .variant : nil
    }

    private static func append(
        _ subtag: UnsafeRawBufferPointer, as part: Part, isFirst: Bool,
        to scratch: inout ContiguousArray<UInt8>
    ) {
        if !isFirst { scratch.append(0x2D) }
        for (index, byte) in subtag.enumerated() {
            let isCapital = part == .region || (part == .script && index == 0)
            let lower = CellBytes.lower(byte)
            scratch.append(isCapital && CellBytes.isLetter(byte) ? lower & 0xDF : lower)
        }
    }
}
