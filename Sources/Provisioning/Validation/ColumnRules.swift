/// What every column allows, for one feed.
///
/// Made once a run and shared by the threads that map its records. A check looks at one cell and
/// allocates nothing unless the value changes form in a way that needs the Unicode tables.
package struct ColumnRules: Sendable {
    let limits: Limits
    /// Digits for a phone without a calling code; nil: such a phone is refused.
    private let callingCode: String?
    private let startDate: DateFormat?
    private let endDate: DateFormat?
    private let passwordExpires: DateFormat?
    private let booleans: BooleanRule
    let separators: ASCIISet

    /// Rules of a feed with this profile.
    package init(profile: FeedProfile, limits: Limits) {
        self.limits = limits
        callingCode = profile.defaultCallingCode.map { code in
            String(code.drop { $0 == "+" || $0 == "0" })
        }
        func format(_ column: UserColumn) -> DateFormat? {
            guard let pattern = profile.dateFormats[column.name] else { return .iso }
            return DateFormat(pattern)
        }
        startDate = format(.startDate)
        endDate = format(.endDate)
        passwordExpires = format(.passwordExpires)
        booleans = BooleanRule(profile: profile)
        separators = ASCIISet(profile.listSeparators)
    }

    /// Checks one cell that is not empty, and says what its value is.
    ///
    /// `scratch` holds the value when the answer is `.rewritten`; otherwise what it holds
    /// afterwards has no meaning.
    /// - Throws: what is wrong with the value; the first fault found.
    /// - Complexity: one pass over the cell for ASCII values.
    package func check(
        _ column: UserColumn, _ bytes: UnsafeRawBufferPointer,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        switch column {
        case .firstName, .lastName, .displayName, .department, .jobTitle, .deviceName:
            return try TextRule.check(bytes)
        case .reason: return try TextRule.check(bytes, allowingLineBreaks: true)
        case .password: return try PasswordRule.check(bytes, limits: limits, into: &scratch)
        default: break
        }
        let range = CellBytes.trimmedRange(bytes)
        guard !range.isEmpty else { throw blank(column) }
        if range.count == bytes.count { return try checkTrimmed(column, bytes, into: &scratch) }
        let inner = try checkTrimmed(column, CellBytes.part(bytes, range), into: &scratch)
        return inner.moved(by: range.lowerBound, length: range.count)
    }

    /// Checks a custom attribute, which is text; the value stands as written.
    package func checkAttribute(
        name: ByteString, _ bytes: UnsafeRawBufferPointer,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        try TextRule.check(bytes, allowingLineBreaks: true)
    }

    /// The form in which a checked username is compared.
    package func usernameKey(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        try UsernameRule.key(bytes, into: &scratch)
    }

    /// The form in which a checked e-mail address is compared.
    package func emailKey(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        try EmailRule.key(bytes, into: &scratch)
    }

    /// Checks a phone number beside the record's country, which gives the calling code of a number
    /// without its own; the profile's default steps in where there is no country.
    ///
    /// `country` is the normalised value; nil: the record has none.
    package func checkPhone(
        _ bytes: UnsafeRawBufferPointer, country: UnsafeRawBufferPointer?,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        let range = CellBytes.trimmedRange(bytes)
        guard !range.isEmpty else { throw blank(.phone) }
        let code = country.flatMap { RecordRules.callingCode(ofCountry: $0) } ?? callingCode
        let inner = try PhoneRule.check(
            CellBytes.part(bytes, range), callingCode: code, limits: limits, into: &scratch)
        return range.count == bytes.count
            ? inner : inner.moved(by: range.lowerBound, length: range.count)
    }

    /// What looks doubtful about an accepted value; nil: nothing.
    ///
    /// - Returns: a warning.
    package func doubt(_ column: UserColumn, _ bytes: UnsafeRawBufferPointer) -> ValueFault? {
        guard column == .externalID || column == .employeeID,
            MangledNumber.looksMangled(bytes)
        else { return nil }
        return ValueFault(
            .fieldNumberMangled,
            "looks like a number in a spreadsheet's scientific notation; it is kept as text",
            severity: .warning)
    }

    private func checkTrimmed(
        _ column: UserColumn, _ bytes: UnsafeRawBufferPointer,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        switch column {
        case .username: try UsernameRule.check(bytes, limits: limits, into: &scratch)
        case .email:
            try EmailRule.check(bytes, codes: .primary, limits: limits, into: &scratch)
        case .alternateEmail:
            try EmailRule.check(bytes, codes: .alternate, limits: limits, into: &scratch)
        case .phone:
            try PhoneRule.check(bytes, callingCode: callingCode, limits: limits, into: &scratch)
        case .externalID:
            try TextRule.check(
                bytes, bytesMax: TextRule.identifierBytesMax, tooLong: .fieldExternalIDTooLong)
        case .employeeID, .device, .session:
            try TextRule.check(bytes, bytesMax: TextRule.identifierBytesMax)
        case .action: try ActionWord.check(bytes, into: &scratch)
        case .groups:
            try GroupListRule.check(bytes, separators: separators, code: .fieldGroupsMalformed)
        case .apps:
            try GroupListRule.check(bytes, separators: separators, code: .fieldAppsMalformed)
        case .deviceLimit: try DeviceLimitRule.check(bytes, limits: limits, into: &scratch)
        case .secondFactor: try SecondFactorWord.check(bytes, into: &scratch)
        case .enabled: try booleans.check(bytes, allowingStates: true, into: &scratch)
        case .sendMail: try booleans.check(bytes, allowingStates: false, into: &scratch)
        case .startDate: try date(bytes, startDate, into: &scratch)
        case .endDate: try date(bytes, endDate, into: &scratch)
        case .passwordExpires: try date(bytes, passwordExpires, into: &scratch)
        case .user: try UserReferenceRule.check(bytes, limits: limits, into: &scratch)
        case .passwordHash: try PasswordHashRule.check(bytes)
        case .totpSecret: try TOTPSecretRule.check(bytes, into: &scratch)
        case .language: try LanguageRule.check(bytes, into: &scratch)
        case .timezone: try TimezoneRule.check(bytes, into: &scratch)
        case .country: try CountryRule.check(bytes, into: &scratch)
        case .count: try CountRule.check(bytes, into: &scratch)
        case .manager, .firstName, .lastName, .displayName, .department, .jobTitle, .deviceName,
            .reason, .password:
            try TextRule.check(bytes)
        }
    }

    private func date(
        _ bytes: UnsafeRawBufferPointer, _ format: DateFormat?,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        guard let format else {
            throw ValueFault(
                .fieldDateMalformed, "cannot be read: the profile's format for this column is none")
        }
        return try DateRule.check(bytes, format: format, into: &scratch)
    }

    /// The fault of a cell that has nothing but spaces, in a column that drops them.
    private func blank(_ column: UserColumn) -> ValueFault {
        let code: IssueCode =
            switch column {
            case .username: .fieldUsernameMalformed
            case .email: .fieldEmailMalformed
            case .alternateEmail: .fieldAlternateEmailMalformed
            case .phone: .fieldPhoneMalformed
            case .action: .fieldActionUnknown
            case .user: .fieldUserMalformed
            case .groups: .fieldGroupsMalformed
            case .apps: .fieldAppsMalformed
            case .deviceLimit: .fieldDeviceLimitMalformed
            case .secondFactor: .fieldSecondFactorUnknown
            case .enabled, .sendMail: .fieldBooleanMalformed
            case .startDate, .endDate, .passwordExpires: .fieldDateMalformed
            case .passwordHash: .fieldPasswordHashUnsupported
            case .totpSecret: .fieldTOTPSecretMalformed
            case .language: .fieldLanguageMalformed
            case .timezone: .fieldTimezoneUnknown
            case .country: .fieldCountryUnknown
            case .count: .fieldCountMalformed
            default: .fieldTextForbiddenCharacter
            }
        return ValueFault(code, "has nothing but spaces; an empty cell keeps what is there")
    }
}
