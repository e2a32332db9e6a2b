import Credentials
import Provisioning
import Testing

@Suite struct LinkTokenTests {
    static let key = KeyFile(path: "muster.key", secret: Array(0..<32))

    static func token(
        key: KeyFile = key, user: UInt32 = 7, kind: MailKind = .onboarding,
        occasion: ByteString = "2026-01-02"
    ) -> LinkToken {
        MailCodes(key: key).token(user: UserID(user), kind: kind, occasion: occasion)
    }

    @Test func tokenIsTheSameEachTime() {
        #expect(Self.token() == Self.token())
        #expect(Self.token().text.utf8.count == 43)
        #expect(Self.token().digest == LinkToken.digest(of: Self.token().text))
        #expect(Self.token().digest.count == 32)
    }

    @Test func tokenDependsOnEverythingThatItStandsFor() {
        let tokens = [
            Self.token(), Self.token(user: 8), Self.token(user: 7 << 8), Self.token(user: 0),
            Self.token(occasion: ""), Self.token(occasion: "2026-01-03"),
            Self.token(key: KeyFile(path: "muster.key", secret: Array(1..<33))),
        ]
        let kinds = MailKind.allCases.dropFirst().map { Self.token(kind: $0) }
        #expect(Set((tokens + kinds).map(\.text)).count == tokens.count + kinds.count)
        #expect(Set((tokens + kinds).map(\.digest)).count == tokens.count + kinds.count)
    }

    @Test func messageIDIsTheSameEachTimeAndNotTheToken() {
        let codes = MailCodes(key: Self.key)
        let id = codes.messageID(user: UserID(7), kind: .onboarding, occasion: "1")
        #expect(id == codes.messageID(user: UserID(7), kind: .onboarding, occasion: "1"))
        #expect(id.utf8.count == 32)
        #expect(id != codes.messageID(user: UserID(7), kind: .onboarding, occasion: "2"))
        let digest = Self.token(user: 7, occasion: "1").digest
        #expect(!id.hasPrefix(Hexadecimal.text(digest.prefix(4))))
    }
}
