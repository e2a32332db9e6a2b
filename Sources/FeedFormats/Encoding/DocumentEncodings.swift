/// Encodings that an XML document may declare of itself.
///
/// What a stranger's document says must not decide which parts of the C library are loaded, so that
/// only encodings in wide use are taken from there; the user may declare any.
enum DocumentEncodings {
    /// Names in upper case, beside ISO-8859 and the code pages of Windows, which are numbered.
    private static let names: Set<String> = [
        "KOI8-R", "KOI8-U", "MACINTOSH", "SHIFT_JIS", "CP932", "EUC-JP", "EUC-KR", "EUC-CN",
        "GB2312", "GBK", "GB18030", "BIG5", "TIS-620", "IBM437", "IBM850", "IBM852", "IBM866",
        "CP437", "CP850", "CP852", "CP858", "CP866", "CP874", "CP949", "CP950", "CP936",
    ]

    /// Whether a document may declare the encoding with this name of the C library.
    static func contains(_ libraryName: String) -> Bool {
        let name = libraryName.uppercased()
        for prefix in ["ISO-8859-", "CP125"] where name.hasPrefix(prefix) {
            let number = name.dropFirst(prefix.count)
            return (1...2).contains(number.count) && number.allSatisfy(\.isNumber)
        }
        return names.contains(name)
    }
}
