import CUnistring

/// A compatibility form of Unicode text (UAX #15), for headers and derived values.
enum UnicodeForm {
    /// Compatibility composition: full-width letters become plain ones, a no-break space a space.
    case nfkc
    /// Compatibility decomposition: letters stand apart from their marks.
    case nfkd

    /// `text` in this form; `text` itself where memory runs out.
    func applied(to text: String) -> String {
        let form = self == .nfkc ? unicode_form_nfkc() : unicode_form_nfkd()
        let source = Array(text.utf8)
        var length = 0
        guard let result = u8_normalize(form, source, source.count, nil, &length) else {
            return text
        }
        defer { result.deallocate() }
        return String(decoding: UnsafeBufferPointer(start: result, count: length), as: UTF8.self)
    }
}
