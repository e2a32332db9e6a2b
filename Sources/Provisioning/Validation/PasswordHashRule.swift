/// Password hashes of other systems, recognised by their shape.
///
/// Whether the hash can be verified is settled when it is first used; the shape is what tells a
/// hash from a password that stands in the wrong column.
enum PasswordHashRule {
    /// Bytes of a hash, at most.
    static let bytesMax = 1_024

    static func check(_ bytes: UnsafeRawBufferPointer) throws(ValueFault) -> NormalisedValue {
        guard bytes.count <= bytesMax else {
            throw ValueFault(
                .fieldPasswordHashUnsupported,
                "has \(bytes.count) bytes; \(bytesMax) are allowed")
        }
        guard CellBytes.isPrintableASCII(bytes, allowingSpace: false), isKnown(bytes) else {
            throw ValueFault(
                .fieldPasswordHashUnsupported,
                "is not a password hash of a known form; these are: $argon2id$, $argon2i$, $2a$, "
                    + "$2b$, $2y$, $scrypt$, $7$, $y$, $pbkdf2-sha256$, $pbkdf2-sha512$, "
                    + "pbkdf2_sha256$, $6$, {SSHA}")
        }
        return .asWritten
    }

    private static func isKnown(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let fields = bytes.split(separator: 0x24, omittingEmptySubsequences: false).map {
            UnsafeRawBufferPointer(rebasing: $0)
        }
        if bytes[0] == 0x7B { return isLDAP(bytes) }
        if bytes[0] != 0x24 { return isDjango(fields) }
        guard fields.count >= 3 else { return false }
        return switch String(decoding: fields[1], as: UTF8.self) {
        // $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH (the version may be absent)
        case "argon2id", "argon2i":
            (5...6).contains(fields.count) && has(fields[fields.count - 3], "m=")
                && fields.suffix(2).allSatisfy(isBase64)
        // $2b$12$ and 22 characters of salt with 31 of hash
        case "2a", "2b", "2y":
            fields.count == 4 && isBcryptCost(fields[2]) && fields[3].count == 53
                && fields[3].allSatisfy(isCryptCharacter)
        case "scrypt":
            fields.count == 5 && has(fields[2], "ln=") && fields.suffix(2).allSatisfy(isBase64)
        // $7$ and 11 characters of cost, salt, $, hash
        case "7": fields.count == 4 && fields[2].count >= 11 && fields[3].count == 43
        // $y$ and 3 characters of cost, salt, hash
        case "y":
            fields.count == 5 && fields[2].count == 3 && fields[4].count == 43
                && fields[2...].allSatisfy { $0.allSatisfy(isCryptCharacter) }
        // $pbkdf2-sha256$29000$SALT$HASH
        case "pbkdf2", "pbkdf2-sha1", "pbkdf2-sha256", "pbkdf2-sha512":
            fields.count == 5 && CellBytes.isDigits(fields[2])
                && fields.suffix(2).allSatisfy(isBase64)
        case "6": isSHA512Crypt(fields)
        default: false
        }
    }

    /// `pbkdf2_sha256$260000$SALT$HASH`.
    private static func isDjango(_ fields: [UnsafeRawBufferPointer]) -> Bool {
        guard fields.count == 4, CellBytes.isDigits(fields[1]), !fields[2].isEmpty else {
            return false
        }
        return isBase64(fields[3])
            && (fields[0].elementsEqual("pbkdf2_sha256".utf8)
                || fields[0].elementsEqual("pbkdf2_sha1".utf8)
                || fields[0].elementsEqual("pbkdf2_sha512".utf8))
    }

    /// `{SSHA}` and base64 of a 20-byte hash with its salt.
    private static func isLDAP(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let close = bytes.firstIndex(of: 0x7D), close > 1 else { return false }
        let name = CellBytes.part(bytes, 1..<close)
        let data = CellBytes.part(bytes, close + 1..<bytes.count)
        return CellBytes.equalsFolded(name, "ssha") && data.count >= 28 && isBase64(data)
    }

    /// `$6$SALT$HASH`, `$6$rounds=5000$SALT$HASH`.
    private static func isSHA512Crypt(_ fields: [UnsafeRawBufferPointer]) -> Bool {
        guard let hash = fields.last, hash.count == 86, hash.allSatisfy(isCryptCharacter) else {
            return false
        }
        switch fields.count {
        case 4: return fields[2].count <= 16
        case 5: return has(fields[2], "rounds=") && fields[3].count <= 16
        default: return false
        }
    }

    private static func isBcryptCost(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == 2, let number = PlainNumber(bytes) else { return false }
        return (4...31).contains(number.value)
    }

    private static func has(_ bytes: UnsafeRawBufferPointer, _ prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        return bytes.count > length
            && CellBytes.equalsFolded(CellBytes.part(bytes, 0..<length), prefix)
    }

    private static func isBase64(_ bytes: UnsafeRawBufferPointer) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy {
                isCryptCharacter($0) || $0 == 0x2B || $0 == 0x3D || $0 == 0x2D || $0 == 0x5F
            }
    }

    private static func isCryptCharacter(_ byte: UInt8) -> Bool {
        CellBytes.isLetter(byte) || CellBytes.isDigit(byte) || byte == 0x2E || byte == 0x2F
    }
}
