/// Which names that choose an element of an array somebody may want: `emails[0].value`,
/// `emails[type eq "work"].value` (RFC 7644, 3.10).
struct ElementChoosers {
    /// Keys that the filters look at.
    let keys: [ByteString]
    /// What stands up to the end of the first brackets, in any case.
    private let stems: Set<String>
    /// Names of the profile before the bracket that chooses a whole element: `mails[0]`.
    private let wishedStems: Set<String>

    /// - Parameter wished: names that the profile or the command line speaks of.
    init(wished: [String]) {
        let known = ColumnAliasTable.all.flatMap(\.aliases).map(\.spelling)
        var keys: [String] = []
        var stems: Set<String> = []
        for name in known + wished {
            guard let open = name.firstIndex(of: "[") else { continue }
            let close = name[open...].firstIndex(of: "]") ?? name.index(before: name.endIndex)
            stems.insert(Self.fold(name[...close].utf8))
            let words = name[name.index(after: open)...].split(separator: " ")
            guard words.count >= 3, words[1].lowercased() == "eq" else { continue }
            let key = String(words[0])
            if !keys.contains(key) { keys.append(key) }
        }
        wishedStems = Set(
            wished.compactMap { name in
                guard let open = name.firstIndex(of: "["), name.last == "]" else { return nil }
                return Self.fold(String(name[..<open]).utf8)
            })
        self.keys = keys.map { ByteString($0) }
        self.stems = stems
    }

    /// Whether the profile reads some element of the list of this name, and leaves the others.
    func isStemOfWish(_ name: String) -> Bool { wishedStems.contains(Self.fold(name.utf8)) }

    /// Whether a name could be a wanted one; says no to most at little cost.
    func mayChoose(_ name: UnsafeRawBufferPointer) -> Bool {
        guard let open = name.firstIndex(of: UInt8(ascii: "[")) else { return true }
        // A number of three digits chooses nobody's address.
        let close = name[open...].firstIndex(of: UInt8(ascii: "]")) ?? name.count
        if close - open > 4, name[open + 1] >= 0x30, name[open + 1] <= 0x39 { return false }
        return stems.contains(Self.fold(name[...min(close, name.count - 1)]))
    }

    /// Case and the signs that headers differ in are left out.
    private static func fold(_ bytes: some Sequence<UInt8>) -> String {
        HeaderName.fold(String(decoding: Array(bytes), as: UTF8.self))
    }
}
