/// What came of the password that somebody gave.
package enum PasswordEvidence: Equatable, Sendable {
    case absent, wrong, right
}

/// What came of the second factor that somebody gave.
package enum SecondFactorEvidence: Equatable, Sendable {
    case absent
    /// A code that is neither a TOTP code nor a backup code of the user, or was used before.
    case codeWrong
    /// A TOTP code or a backup code of the user, which serves whatever method is asked for.
    case codeRight
    /// The identity provider says that the user has passed this method.
    case vouched(SecondFactorMethod)
}

/// What somebody who wants to sign in has shown.
package struct LoginProof: Equatable, Sendable {
    package var password = PasswordEvidence.absent
    package var secondFactor = SecondFactorEvidence.absent
    /// The device that they sign in from; nil: none is named, and none counts.
    package var device: ByteString?
    /// The application that they want to get into; nil: none is named.
    package var app: AppIndex?

    package init() {}
}
