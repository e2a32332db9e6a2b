/// A mail's words, rendered.
package struct RenderedMail: Equatable, Sendable {
    /// One line, without blanks around it.
    package var subject: String
    /// Lines end in LF.
    package var text: String
    package var html: String?
    /// BCP 47 tag of the language that was found.
    package var language: String
}
