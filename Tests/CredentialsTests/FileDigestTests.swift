import Credentials
import Testing

@Suite struct FileDigestTests {
    // FIPS 180-4 example values, and the empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func publishedVectorsAgree(message: String, expected: String) {
        #expect(FileDigest.hexadecimal(of: message) == expected)
    }

    @Test func aMillionTimesAAgreesInAnyPieces() {
        let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        for piece in [1_000_000, 4_095, 64, 63] {
            var digest = FileDigest()
            message.withUnsafeBytes { buffer in
                for start in stride(from: 0, to: buffer.count, by: piece) {
                    let end = min(start + piece, buffer.count)
                    digest.update(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
                }
            }
            #expect(
                digest.hexadecimal
                    == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        }
    }

    @Test func readingTheDigestDoesNotEndIt() {
        var digest = FileDigest()
        _ = digest.hexadecimal
        [UInt8]("abc".utf8).withUnsafeBytes { digest.update($0) }
        #expect(digest.hexadecimal == FileDigest.hexadecimal(of: "abc"))
        #expect(digest.bytes.count == 32)
    }

    @Test func listsDifferWhereOnlyTheirSeamsDiffer() {
        #expect(
            FileDigest.hexadecimal(ofList: ["ab", "c"])
                != FileDigest.hexadecimal(ofList: ["a", "bc"]))
        #expect(FileDigest.hexadecimal(ofList: []) != FileDigest.hexadecimal(ofList: [""]))
    }

    @Test func hexadecimalTextReadsBack() {
        let bytes = (0...255).map { UInt8($0) }
        let text = Hexadecimal.text(bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
        #expect(Hexadecimal.bytes(Array(text.utf8)) == bytes)
        for wrong in ["0", "0g", "AB", "0 "] {
            #expect(Hexadecimal.bytes(Array(wrong.utf8)) == nil)
        }
    }

    @Test func randomBytesComeInAnyLengthAndDiffer() {
        let random = SystemRandom()
        for count in [0, 1, 255, 256, 257, 1_000] { #expect(random.bytes(count).count == count) }
        #expect(random.bytes(32) != random.bytes(32))
        // The end of a long request is filled too: 64 zero bytes by chance would be a miracle.
        #expect(random.bytes(1_000).suffix(64).contains { $0 != 0 })
    }
}
