package import Provisioning

/// What a mail can say about its user and its occasion; nil: there is no such thing.
///
/// docs/mail-templates.md lists the names that templates know these by.
package struct MailVariables: Equatable, Sendable {
    package var username: ByteString
    package var email: ByteString
    package var firstName: ByteString?
    package var lastName: ByteString?
    package var displayName: ByteString?
    /// Whose accounts these are: `mail.organisation`.
    package var organisation: String?
    /// Address or page where people get help: `mail.support`.
    package var support: String?
    /// The link with its token.
    package var link: String?
    /// When the link ends.
    package var linkEndsAt: Instant?
    /// The day from which the password stops working, `YYYY-MM-DD`.
    package var expiresOn: ByteString?
    /// The word of the user's second-factor method, such as `otp-email`.
    package var secondFactor: String?
    /// The address that was the user's before, in a notice that it changed.
    package var formerEmail: ByteString?

    package init(username: ByteString, email: ByteString) {
        self.username = username
        self.email = email
    }
}
