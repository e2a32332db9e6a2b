import GRDB
package import Provisioning

extension AccessTransaction {
    /// Sets the password of a user who has come by a link, and ends everything by which somebody is
    /// in or could get in otherwise: sessions, links, mails with links that were not delivered, and
    /// grants. A day from which the former password would have stopped working goes, too.
    ///
    /// The user is onboarded from now on. One who was before is owed a notice where `owesNotice`: a
    /// link is what somebody else may have got hold of.
    package func completeOnboarding(
        of user: UserState, by link: MailedLink, passwordHash: ByteString, owesNotice: Bool
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
        let kinds = MailWithdrawal.withLinks + [.passwordExpiring]
        try run(MailWithdrawal.fromQueue(kinds), number)
        try run(MailWithdrawal.fromDeliveries(kinds), number)
        try run(
            "UPDATE grants SET ended_at = ?1 WHERE user_id = ?2 AND ended_at IS NULL",
            .number(now.milliseconds), number)
        if owesNotice, user.isOnboarded {
            // No run owes it: its time makes it one mail.
            try run(
                MailQueueing.sql, number, .number(Int64(MailKind.passwordChanged.rawValue)),
                .text(ByteString("link:\(now.milliseconds)")), .number(now.milliseconds),
                .number(0), .number(0))
        }
        try log(
            user.isOnboarded ? "password-reset.completed" : "onboarding.completed", user: user.id,
            detail: ["link": ByteString(link.kind.word)])
    }
}
