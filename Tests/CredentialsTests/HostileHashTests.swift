import Credentials
import Provisioning
import Testing

/// Hashes that no system makes: each answers no, without trapping and without work.
@Suite struct HostileHashTests {
    static let salt = "c29tZXNhbHQ"
    static let key = "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
    static let digits86 = String(repeating: "a", count: 86)

    static let argon2 = [
        "m=2147483648,t=2,p=1", "m=4294967295,t=2,p=1", "m=4294967296,t=2,p=1",
        "m=256,t=1000000000,p=1", "m=1048576,t=64,p=1", "m=256,t=2,p=16777215", "m=-256,t=2,p=1",
        "m=256,t=-2,p=1", "m=256,t=2,p=0", "m=0,t=0,p=0", "m=256,t=2", "m=,t=2,p=1", "m=256", "=",
        ",,,", "m=99999999999999999999999,t=2,p=1", "m=256,t=2,p=1,m=2147483648",
    ].map { "$argon2id$v=19$\($0)$\(salt)$\(key)" }

    static let crypt = [
        "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2b$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2b$-5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2b$$31$CCCCCCCCCCCCCCCCCCCCC.", "$2b$05$", "$2b$", "2b$05$CCCCCCCCCCCCCCCCCCCCC.",
        "$6$rounds=999999999$saltstring$\(digits86)", "$6$rounds=-1$saltstring$\(digits86)",
        "$6$rounds=99999999999999999999$saltstring$\(digits86)", "$6$rounds=$salt$\(digits86)",
        "$6$$rounds=999999999$\(digits86)", "$6$saltstring$", "$6$", "$6", "$1$salt$abc",
        // N of 2^63, of 2^40 and 2^20 with r of 2^29 and of 512, p of 2^29, and a short field.
        "$7$z6..../....SodiumChloride$\(key)", "$7$c6..../....SodiumChloride$\(key)",
        "$7$I....U/....SodiumChloride$\(key)", "$7$I.6.../....SodiumChloride$\(key)",
        "$7$C6........USodiumChloride$\(key)", "$7$C6$\(key)", "$7$C*..../....x$\(key)", "$7$",
        // yescrypt of another flavour, with N of 2^40 and 2^25, more or fewer parameters.
        "$y$/9T$Salt$\(key)", "$y$jbT$Salt$\(key)", "$y$jMT$Salt$\(key)", "$y$j9z.$Salt$\(key)",
        "$y$j9T0.$Salt$\(key)", "$y$j9T60$Salt$\(key)", "$y$j9$Salt$\(key)", "$y$$Salt$\(key)",
        "$y$",
    ]

    static let scrypt = [
        "ln=40,r=8,p=1", "ln=24,r=64,p=1", "ln=-1,r=8,p=1", "ln=4,r=-8,p=1", "ln=4,r=8,p=-1",
        "ln=63,r=9223372036854775807,p=9223372036854775807", "ln=20,r=8,p=64", "ln=0,r=0,p=0",
        "ln=4,r=8", "ln=4,r=99999999999999999999,p=1", "ln", "",
    ].map { "$scrypt$\($0)$\(salt)$\(key)" }

    static let pbkdf2 = ["0", "-1", "2147483647", "4294967297", "99999999999999999999", "", "x"]
        .flatMap { ["$pbkdf2-sha256$\($0)$\(salt)$\(key)", "pbkdf2_sha256$\($0)$salt$\(key)"] }

    /// The unsalted hash would be that of "password".
    static let others = [
        "", "$", "$$$$$$", "{", "{}", "{SSHA}", "{SSHA}AAAA", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
        "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", "{CRYPT}x", "password", "*0", "*1", "!", "x",
        "$argon2id$", "$argon2d$v=19$m=256,t=2,p=1$\(salt)$\(key)", "$scrypt$", "$pbkdf2",
        "pbkdf2_", "$pbkdf2-md5$1$\(salt)$\(key)", "$y$j9T$abc$def", "\u{0}", "$6$\u{0}$a$b",
    ]

    @Test(.timeLimit(.minutes(1)), arguments: argon2 + crypt + scrypt + pbkdf2 + others)
    func hostileHashMatchesNothing(hash: String) {
        for password in ["", "password", "nul\u{0}byte"] {
            let answer = PasswordVerification.verify(
                Array(password.utf8), against: ByteString(hash.utf8))
            #expect(!answer.matches && answer.needsUpgrade)
        }
    }

    @Test func bytesThatAreNotTextMatchNothing() {
        let hash = ByteString([0x24, 0x36, 0x24, 0xFF, 0xFE, 0x24, 0x80])
        #expect(!PasswordVerification.verify(Array("x".utf8), against: hash).matches)
    }
}
