/// The rules for a password that a user chooses (NIST SP 800-63B-4, 3.1.1.2).
package struct NewPassword: Sendable {
    package var limits: Limits
    /// Words, in lower case, that it may not have in it.
    package var forbiddenWords: [ByteString]
    /// Whether the user has no second factor, so that it must be longer.
    package var isOnlyFactor: Bool

    package init(limits: Limits, forbiddenWords: [ByteString], isOnlyFactor: Bool) {
        self.limits = limits
        self.forbiddenWords = forbiddenWords
        self.isOnlyFactor = isOnlyFactor
    }

    /// The form in which a password is hashed, or everything that is wrong with it.
    ///
    /// Username and address come in their compared form. No finding has a character of it.
    package func check(
        _ password: ByteString, username: ByteString, email: ByteString
    ) -> (normalised: ContiguousArray<UInt8>, issues: [RecordIssue]) {
        var scratch = ContiguousArray<UInt8>()
        var issues: [RecordIssue] = []
        var normalised = password.bytes
        password.bytes.withUnsafeBytes { bytes in
            do throws(ValueFault) {
                if try PasswordRule.check(bytes, limits: limits, into: &scratch) != .asWritten {
                    normalised = scratch
                }
            } catch {
                issues.append(Self.issue(error.code, error.finding))
            }
        }
        let alone = limits.passwordAloneBytesMin
        if isOnlyFactor, normalised.count < alone, issues.isEmpty {
            issues.append(
                Self.issue(
                    .fieldPasswordTooShort,
                    "has \(normalised.count) bytes; \(alone) are needed where it is the only factor"
                ))
        }
        let lowered = Self.lowered(normalised)
        issues += nameIssues(lowered.bytes, username, email)
        if forbiddenWords.contains(where: lowered.contains) {
            issues.append(
                Self.issue(
                    .fieldPasswordForbiddenWord, "has a word in it that is not allowed here"))
        }
        return (normalised, issues)
    }

    /// The form in which names and words are looked for: lower case of any script, as compared forms
    /// of usernames have it.
    static func lowered(_ password: ContiguousArray<UInt8>) -> ByteString {
        var scratch = ContiguousArray<UInt8>()
        return password.withUnsafeBytes { bytes in
            guard UTF8Scalars.areWellFormed(bytes), UnicodeText.lowerNFC(bytes, into: &scratch)
            else { return ByteString(bytes) }
            return ByteString(scratch)
        }
    }

    private func nameIssues(
        _ password: ContiguousArray<UInt8>, _ username: ByteString, _ email: ByteString
    ) -> [RecordIssue] {
        password.withUnsafeBytes { password in
            username.bytes.withUnsafeBytes { username in
                email.bytes.withUnsafeBytes { email in
                    do throws(ValueFault) {
                        try RecordRules.checkPassword(password, username: username, email: email)
                        return []
                    } catch {
                        return [Self.issue(error.code, error.finding)]
                    }
                }
            }
        }
    }

    private static func issue(_ code: IssueCode, _ finding: String) -> RecordIssue {
        RecordIssue(code, column: UserColumn.password.name, finding: finding)
    }
}
