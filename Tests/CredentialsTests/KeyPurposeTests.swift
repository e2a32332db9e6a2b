import Credentials
import Testing

@Suite struct KeyPurposeTests {
    /// A label never changes: what was made with its key could not be recognised again.
    static let labels: [KeyPurpose: String] = [
        .rowFingerprint: "row-fingerprint", .dedupe: "dedupe", .chunkContent: "chunk-content",
        .audit: "audit", .mailToken: "mail-token", .messageID: "message-id",
        .totpSecret: "totp-secret", .plan: "plan",
    ]

    @Test(arguments: KeyPurpose.allCases)
    func labelOfEachPurposeStays(purpose: KeyPurpose) {
        #expect(purpose.rawValue == Self.labels[purpose])
    }

    @Test func noTwoPurposesShareALabel() {
        #expect(Set(KeyPurpose.allCases.map(\.rawValue)).count == KeyPurpose.allCases.count)
        #expect(Self.labels.count == KeyPurpose.allCases.count)
    }
}
