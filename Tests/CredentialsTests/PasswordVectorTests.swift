import Credentials
import Provisioning
import Testing

/// Hashes that others have made, and the passwords they are of.
@Suite struct PasswordVectorTests {
    /// test.c of the Argon2 reference implementation (phc-winner-argon2): those of 256 KiB.
    static let argon2: [(String, String)] = [
        (
            "password",
            "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY"
        ),
        (
            "password",
            "$argon2i$m=256,t=2,p=2$c29tZXNhbHQ$tsEVYKap1h6scGt5ovl9aLRGOqOth+AMB+KwHpDFZPs"
        ),
        (
            "password",
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
        ),
        (
            "password",
            "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
        ),
    ]

    /// wrapper.c of crypt_blowfish (Openwall).
    static let bcrypt: [([UInt8], String)] = [
        (Array("U*U".utf8), "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        (Array("U*U*".utf8), "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
        (Array("U*U*U".utf8), "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
        ([0xFF, 0xFF, 0xA3], "$2y$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e"),
        ([0xFF, 0xFF, 0xA3], "$2b$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e"),
    ]

    /// The SHA-crypt specification (Drepper), and the `$7$` sample of yescrypt's tests.
    static let crypt: [(String, String)] = [
        (
            "Hello world!",
            "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLi"
                + "BFdcbYEdFCoEOfaS35inz1"
        ),
        (
            "This is just a test",
            "$6$rounds=5000$toolongsaltstrin$lQ8jolhgVRVhY4b5pZKaysCLi0QBxGoNeKQzQ3glMhwllF7o"
                + "GDZxUhx1yxdYcz/e1JSbq3y6JMxxl8audkUEm0"
        ),
        (
            "a short string",
            "$6$rounds=123456$asaltof16chars..$BtCwjqMJGx5hrJhZywWvt0RLE8uZ4oPwcelCjmw2kSYu.E"
                + "c6ycULevoBK25fs2xXgMNrCzIMVcgEJAstJeonj1"
        ),
        (
            "pleaseletmein",
            "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D"
        ),
    ]

    /// Computed with Python's hashlib; the salt of passlib's is 01 02 03 FB FC FD FE FF 00 7F.
    static let computed: [(String, String)] = [
        "{SSHA}46BnfOtjjVkV2IM1YrlQPStNxk5zYWx0c2FsdA==",
        "{ssha}46BnfOtjjVkV2IM1YrlQPStNxk5zYWx0c2FsdA==",
        "$pbkdf2$1000$AQID./z9/v8Afw$HLX8IkvHrK3aQzlhz1DJ5HbayX0",
        "$pbkdf2-sha256$1000$AQID./z9/v8Afw$hKfKrO2fi.v/EmXq41hZpIespUy4aTBzlR2akgeStYE",
        "$pbkdf2-sha512$1000$AQID./z9/v8Afw$.Pjc2hiVlcUUVMGF.pukC02wO2l6V7yILbXBZqyYtHqCc30S6ZIh"
            + "wVcgftuI9Rwb5LF0bg35mSO4mI3H/lQMlg",
        "pbkdf2_sha1$1000$seasalt$9iRYj0as1r5j+cCBxB+HMlxkyr4=",
        "pbkdf2_sha256$1000$seasalt$3xmXbyk2QpiyNcnoBbzRPwEBsYPTbDlRdtmLyBvQltA=",
        "pbkdf2_sha512$1000$seasalt$jWXPByTp9f8LiYihsQ0KCsxvT4E+VwKzo2kPET/kO6xN+98njZwsGTVcuE5p"
            + "J7+CnEhEWyYcAf4OK7gd6gVBGA==",
    ].map { ("correct horse battery staple", $0) }

    /// Computed with Debian's libcrypt: N of 2^8 and 2^12, r of 8 and 32.
    static let yescrypt = [
        "$y$j75$LdJMENpBABJJ3hIHjB1Bi.$qYexDEDfF3m8o.Wvs2FJ6Fnm2ifFSy7DjwT1tvliZsD",
        "$y$j9T$LdJMENpBABJJ3hIHjB1Bi.$cDrxvtkkHo7nIlMVuiSyw4kuoenILn1wH2UF040oTa0",
    ].map { ("correct horse battery staple", $0) }

    static func answer(_ password: [UInt8], _ hash: String) -> PasswordVerification.Answer {
        PasswordVerification.verify(password, against: ByteString(hash.utf8))
    }

    static func expectOnly(_ password: [UInt8], _ hash: String) {
        let other = password.dropLast() + [(password.last ?? 0) ^ 1]
        #expect(
            answer(password, hash) == .init(matches: true, needsUpgrade: true), "\(hash)")
        #expect(!answer(Array(other), hash).matches, "another password: \(hash)")
        #expect(!answer([], hash).matches, "no password: \(hash)")
        for count in [1, 9] {
            let cut = String(decoding: hash.utf8.dropLast(count), as: UTF8.self)
            // A base64 padding says nothing.
            if count == 1 && hash.hasSuffix("=") { continue }
            #expect(!answer(password, cut).matches, "cut by \(count): \(hash)")
        }
    }

    @Test(arguments: argon2 + crypt + computed + yescrypt)
    func publishedHashesMatchTheirPasswordAlone(password: String, hash: String) {
        Self.expectOnly(Array(password.utf8), hash)
    }

    @Test(arguments: bcrypt)
    func bcryptHashesMatchTheirPasswordAlone(password: [UInt8], hash: String) {
        Self.expectOnly(password, hash)
    }

    /// Computed with Debian's libcrypt for 72 bytes `x`, and for a longer password cut to them.
    @Test(arguments: [72, 73, 511, 512, 1_024])
    func bcryptLooksAtSeventyTwoBytesOfAnyPassword(count: Int) {
        let hash = "$2b$04$CCCCCCCCCCCCCCCCCCCCC.ug0A3dTXhy5U.dFjx/qguZ8I4CB77BC"
        let password = [UInt8](repeating: UInt8(ascii: "x"), count: count)
        #expect(Self.answer(password, hash) == .init(matches: true, needsUpgrade: true))
        #expect(!Self.answer(Array(password[..<71]), hash).matches)
    }

    /// The one of 64 MiB in test.c of the Argon2 reference implementation.
    @Test func strongerHashNeedsNoUpgrade() {
        let hash =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        #expect(
            Self.answer(Array("password".utf8), hash) == .init(matches: true, needsUpgrade: false))
    }

    @Test func onlyAHashAsStrongAsANewOneNeedsNoUpgrade() {
        let tail = "$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        let isWeak = [
            ("$argon2id$v=19$m=19456,t=2,p=1", false), ("$argon2id$v=19$m=19456,t=3,p=1", false),
            ("$argon2id$v=19$m=19455,t=2,p=1", true), ("$argon2id$v=19$m=19456,t=1,p=1", true),
            ("$argon2id$v=16$m=19456,t=2,p=1", true), ("$argon2id$m=19456,t=2,p=1", true),
            ("$argon2i$v=19$m=19456,t=2,p=1", true),
        ]
        for (form, expected) in isWeak {
            #expect(Self.answer([], form + tail).needsUpgrade == expected, "\(form)")
        }
    }
}
