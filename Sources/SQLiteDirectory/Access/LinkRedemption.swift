import GRDB
package import Provisioning

extension AccessTransaction {
    /// Sets the password of a user who has come by a link, and ends everything by which somebody is
    /// in or could get in otherwise: sessions, links, mails with links that nobody has tried to
    /// send, and grants. A day from which the former password would have stopped working goes, too.
    ///
    /// The user is onboarded from now on.
    package func completeOnboarding(
        of user: UserState, by link: MailedLink, passwordHash: ByteString
    ) throws {
        let number = Value.number(Int64(user.id.value))
        try run(
            """
            UPDATE users SET password_hash = ?, password_set_at = ?2, password_expires = NULL,
                onboarded_at = coalesce(onboarded_at, ?2), version = version + 1
            WHERE id = ?3
            """, .text(passwordHash), .number(now.milliseconds), number)
        try run("DELETE FROM sessions WHERE user_id = ?", number)
        try run("DELETE FROM links WHERE user_id = ?", number)
        let kinds: [MailKind] = [.onboarding, .passwordReset, .passwordExpiring, .reminder]
        let list = kinds.map { "\($0.rawValue)" }.joined(separator: ", ")
        try run(
            """
            DELETE FROM mail_queue
            WHERE user_id = ? AND first_attempt_at IS NULL AND kind IN (\(list))
            """, number)
        try run(
            "UPDATE grants SET ended_at = ?1 WHERE user_id = ?2 AND ended_at IS NULL",
            .number(now.milliseconds), number)
        try log(
            user.isOnboarded ? "password-reset.completed" : "onboarding.completed", user: user.id,
            detail: ["link": ByteString(link.kind.word)])
    }
}
