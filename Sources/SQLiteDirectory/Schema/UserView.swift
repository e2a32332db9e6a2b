import Provisioning

/// A view for outside readers, with words in place of numbers and keys as they were written.
enum UserView {
    static let sql = """
        CREATE VIEW user_directory AS SELECT
            users.id,
            coalesce(username, username_key) AS username,
            coalesce(email, email_key) AS email,
            external_id,
            disabled_cause IS NULL AS enabled,
            onboarded_at IS NOT NULL AS onboarded,
            device_limit,
            CASE second_factor \(methods) END AS second_factor,
            \(UserColumn.profile.map(\.name).joined(separator: ", ")),
            feeds.name AS feed
        FROM users LEFT JOIN feeds ON feeds.id = users.feed_id;
        """

    private static var methods: String {
        SecondFactorMethod.allCases
            .map { "WHEN \($0.rawValue) THEN '\($0.word)'" }
            .joined(separator: " ")
    }
}
