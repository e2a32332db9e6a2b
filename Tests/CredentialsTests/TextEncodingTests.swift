import Credentials
import Testing

@Suite struct TextEncodingTests {
    /// RFC 4648, section 10, without padding: text, base32 and base64.
    static let vectors: [(String, String, String)] = [
        ("", "", ""), ("f", "MY", "Zg"), ("fo", "MZXQ", "Zm8"), ("foo", "MZXW6", "Zm9v"),
        ("foob", "MZXW6YQ", "Zm9vYg"), ("fooba", "MZXW6YTB", "Zm9vYmE"),
        ("foobar", "MZXW6YTBOI", "Zm9vYmFy"),
    ]

    @Test(arguments: vectors)
    func publishedVectorsAgree(text: String, base32: String, base64: String) {
        let bytes = Array(text.utf8)
        #expect(Base32.text(bytes).text == base32)
        #expect(Base32.bytes(base32.utf8) == bytes)
        #expect(Base64.urlSafe(bytes) == base64)
        #expect(Base64.bytes(base64.utf8) == bytes)
    }

    @Test func everySpellingOfBase64IsRead() {
        for text in ["-_-_", "+/+/", "././", "+_./=="] {
            #expect(Base64.bytes(text.utf8) == [0xFB, 0xFF, 0xBF], "\(text)")
        }
        for text in ["A", "AAAAA", "AA=A", "AA A", "AA\n", "AA$A", "ÄÄ"] {
            #expect(Base64.bytes(text.utf8) == nil, "\(text)")
        }
    }

    @Test func otherCharactersAreNoBase32() {
        for text in ["mzxw6", "MZ0", "MZ1", "MZ8", "MY======", "M Z"] {
            #expect(Base32.bytes(text.utf8) == nil, "\(text)")
        }
    }
}
