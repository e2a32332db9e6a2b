import Provisioning

/// Keys by which users are told apart: a compared form is its own compared form.
enum KeyClaims {
    private static let rules = ColumnRules(profile: FeedProfile(), limits: Limits())

    static func checkEmail(_ cell: [UInt8]) throws(BrokenClaim) {
        guard let value = CheckedValue.of(cell, .email) else {
            try claim(
                CheckedValue.of(cell, .alternateEmail) == nil,
                "an alternate address is judged otherwise")
            return
        }
        try CellClaims.checkIsFixed(value, .email)
        let at = value.bytes.filter { $0 == 0x40 }.count
        try claim(at == 1, "an address with \(at) @ signs is accepted")
        guard let key = emailKey(value) else {
            throw BrokenClaim(
                description: "an accepted address has no key: \(hexadecimal(value.bytes))")
        }
        // Lower case may be longer than what it is made of, so a key can be too long to be accepted.
        try claim(emailKey(key) == key, "the key of \(hexadecimal(key.bytes)) is another one")
        // What is sent has the domain in ASCII.
        let octets =
            value.bytes.prefix { $0 != 0x40 }.count + key.bytes.drop { $0 != 0x40 }.count
        try claim(octets <= 254, "an address of \(octets) octets is accepted")
        try claim(
            key.bytes.drop { $0 != 0x40 }.allSatisfy { $0 > 0x20 && $0 < 0x7F },
            "the domain of a key is not ASCII: \(hexadecimal(key.bytes))")
        try checkReference(value)
    }

    static func checkUsername(_ cell: [UInt8]) throws(BrokenClaim) {
        guard let value = CheckedValue.of(cell, .username) else { return }
        try CellClaims.checkIsFixed(value, .username)
        guard let key = usernameKey(value) else {
            throw BrokenClaim(
                description: "an accepted username has no key: \(hexadecimal(value.bytes))")
        }
        try claim(
            usernameKey(key) == key,
            "the key of \(hexadecimal(value.bytes)), \(hexadecimal(key.bytes)), has the key "
                + "\(usernameKey(key).map { hexadecimal($0.bytes) } ?? "none")")
        try claim(
            CheckedValue.of(key.bytes, .username) != nil,
            "the key \(hexadecimal(key.bytes)) of a username is none")
        try checkReference(value)
    }

    /// Whoever has this key can be named by it.
    private static func checkReference(_ value: ByteString) throws(BrokenClaim) {
        value.bytes.withUnsafeBytes { _ = UserReference($0) }
    }

    private static func emailKey(_ value: ByteString) -> ByteString? {
        CheckedValue.of(value.bytes) { (bytes, scratch) throws(ValueFault) in
            try rules.emailKey(bytes, into: &scratch)
        }
    }

    private static func usernameKey(_ value: ByteString) -> ByteString? {
        CheckedValue.of(value.bytes) { (bytes, scratch) throws(ValueFault) in
            try rules.usernameKey(bytes, into: &scratch)
        }
    }
}
