import Provisioning

/// Rules of single cells: what one accepts it accepts again, and as it is.
enum CellClaims {
    /// A value that stands in a batch is in its normalised form.
    static func checkIsFixed(_ value: ByteString, _ column: UserColumn) throws(BrokenClaim) {
        let again = CheckedValue.of(value.bytes, column)
        try claim(
            again == value,
            "\(column.name) \(hexadecimal(value.bytes)) becomes "
                + "\(again.map { hexadecimal($0.bytes) } ?? "nothing")")
    }

    static func checkAll(_ cell: [UInt8]) throws(BrokenClaim) {
        for column in UserColumn.allCases {
            guard let value = CheckedValue.of(cell, column) else { continue }
            try checkIsFixed(value, column)
            try claim(
                String(validating: value.bytes, as: UTF8.self) != nil,
                "\(column.name) is not UTF-8: \(hexadecimal(value.bytes))")
        }
        let rules = ColumnRules(profile: FeedProfile(), limits: Limits())
        _ = CheckedValue.of(cell) { (bytes, scratch) throws(ValueFault) in
            try rules.checkAttribute(name: "a", bytes, into: &scratch)
        }
        cell.withUnsafeBytes { bytes in
            if bytes.count > 0 { _ = rules.doubt(.externalID, bytes) }
            _ = UserReference(bytes)
            _ = PasswordRule.normalised(bytes)
        }
    }

    static func checkPhone(_ input: [UInt8]) throws(BrokenClaim) {
        var bytes = FuzzBytes(input)
        let choice = bytes.choice()
        var profile = FeedProfile()
        profile.defaultCallingCode = ["", "44", "+1", "0049", "7"][Int(choice & 0x07) % 5]
        if profile.defaultCallingCode == "" { profile.defaultCallingCode = nil }
        let parts = bytes.parts(2)
        let rules = ColumnRules(profile: profile, limits: Limits())
        let country = CheckedValue.of(parts[1], .country)
        let value = CheckedValue.of(parts[0]) { (cell, scratch) throws(ValueFault) in
            guard let country else {
                return try rules.checkPhone(cell, country: nil, into: &scratch)
            }
            let code = Array(country.bytes)
            var answer: Result<NormalisedValue, ValueFault>?
            code.withUnsafeBytes { code in
                do throws(ValueFault) {
                    answer = .success(
                        try rules.checkPhone(cell, country: code, into: &scratch))
                } catch { answer = .failure(error) }
            }
            guard let answer else { throw ValueFault(.fieldPhoneMalformed, "") }
            return try answer.get()
        }
        guard let value else { return }
        let digits = value.bytes.dropFirst()
        try claim(
            value.bytes.first == UInt8(ascii: "+") && (1...15).contains(digits.count)
                && digits.allSatisfy { (0x30...0x39).contains($0) } && digits.first != 0x30,
            "a phone becomes \(hexadecimal(value.bytes))")
        try checkIsFixed(value, .phone)
    }

    /// The pattern, a zero byte, and the date.
    static func checkDate(_ input: [UInt8]) throws(BrokenClaim) {
        let parts = FuzzBytes(input).parts(2)
        let pattern = String(decoding: parts[0], as: UTF8.self)
        var profile = FeedProfile()
        profile.dateFormats = [UserColumn.startDate.name: pattern]
        let formats = DateFormat(pattern) == nil ? [FeedProfile()] : [FeedProfile(), profile]
        for profile in formats {
            guard let value = CheckedValue.of(parts[1], .startDate, profile) else { continue }
            let bytes = Array(value.bytes)
            let isISO =
                bytes.count == 10 && bytes[4] == 0x2D && bytes[7] == 0x2D
                && bytes.enumerated().allSatisfy { index, byte in
                    index == 4 || index == 7 || (0x30...0x39).contains(byte)
                }
            try claim(isISO, "a date becomes \(hexadecimal(value.bytes))")
            try checkIsFixed(value, .startDate)
        }
    }
}
