import Credentials
import Provisioning
import Testing

/// Derived keys of RFCs, put into the text form in which password hashes come.
@Suite struct DerivedKeyVectorTests {
    struct Vector: Sendable {
        var password: String
        var form: String
        var salt: String
        var key: String

        var hash: String {
            let bytes = Hexadecimal.bytes(Array(key.utf8)) ?? []
            return "\(form)$\(Base64.urlSafe(salt.utf8))$\(Base64.urlSafe(bytes))"
        }
    }

    /// RFC 7914, section 12: the second and third; the first has no salt, the last needs 1 GiB.
    static let scrypt = [
        Vector(
            password: "password", form: "$scrypt$ln=10,r=8,p=16", salt: "NaCl",
            key: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"),
        Vector(
            password: "pleaseletmein", form: "$scrypt$ln=14,r=8,p=1", salt: "SodiumChloride",
            key: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"),
    ]

    /// RFC 7914, section 11.
    static let pbkdf2SHA256 = [
        Vector(
            password: "passwd", form: "$pbkdf2-sha256$1", salt: "salt",
            key: "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"),
        Vector(
            password: "Password", form: "$pbkdf2-sha256$80000", salt: "NaCl",
            key: "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
                + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"),
    ]

    /// RFC 6070, without the vector of 2^24 rounds and that of 16 bytes.
    static let pbkdf2SHA1 = [
        Vector(
            password: "password", form: "$pbkdf2$1", salt: "salt",
            key: "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
        Vector(
            password: "password", form: "$pbkdf2$2", salt: "salt",
            key: "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
        Vector(
            password: "password", form: "$pbkdf2$4096", salt: "salt",
            key: "4b007901b765489abead49d926f721d065a429c1"),
        Vector(
            password: "passwordPASSWORDpassword", form: "$pbkdf2-sha1$4096",
            salt: "saltSALTsaltSALTsaltSALTsaltSALTsalt",
            key: "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"),
    ]

    @Test(arguments: scrypt + pbkdf2SHA256 + pbkdf2SHA1)
    func publishedKeysMatchTheirPasswordAlone(vector: Vector) {
        let hash = ByteString(vector.hash.utf8)
        let answer = PasswordVerification.verify(Array(vector.password.utf8), against: hash)
        #expect(answer == .init(matches: true, needsUpgrade: true))
        let other = PasswordVerification.verify(Array("passwor".utf8), against: hash)
        #expect(!other.matches)
    }
}
