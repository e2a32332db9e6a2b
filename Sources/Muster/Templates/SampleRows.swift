extension SampleFeed {
    /// The rows by column: people first, then what is done to them.
    ///
    /// There is no `update`: it needs a user who was there before, and a second record that
    /// describes a person of the same file is a duplicate. `upsert` is its row.
    ///
    /// Nor are there actions that a setting or `--secrets` must allow first (`impersonate`,
    /// `generate-backup-code`), or that queue mail whatever the options say (`reset-password`,
    /// `resend-onboarding`): the sample can be tried as it is. Who has a password in it is deleted
    /// at its end, so that nobody is left with a password that everybody knows.
    ///
    /// Addresses are of a domain that nobody has (RFC 2606), numbers of a range that is kept for
    /// fiction.
    static let rows: [[String: String]] = people + actions

    private static let people: [[String: String]] = [
        [
            "action": "add", "username": "ada", "email": "ada@example.com",
            "alternate_email": "ada@home.example.net", "first_name": "Ada",
            "last_name": "Lovelace", "display_name": "Ada Lovelace", "phone": "+442079460001",
            "external_id": "W-1001", "employee_id": "001001", "enabled": "true",
            "groups": "staff;engineering", "device_limit": "2", "second_factor": "otp-sms",
            "department": "Engineering", "job_title": "Analyst, first class",
            "manager": "grace", "start_date": "2024-01-15", "end_date": "2049-12-31",
            "language": "en-GB", "timezone": "Europe/London", "country": "GB",
            "send_mail": "false", "reason": "joined", "attr.costCenter": "0420",
        ],
        [
            "action": "upsert", "username": "grace", "email": "grace@example.com",
            "first_name": "Grace", "last_name": "Hopper", "phone": "+12025550123",
            "external_id": "W-1002", "groups": "staff", "device_limit": "default",
            "second_factor": "otp-email", "department": "Engineering", "country": "US",
        ],
        [
            "action": "add", "username": "alan", "email": "alan@example.com",
            "first_name": "Alan", "last_name": "Turing", "external_id": "W-1003",
            "groups": "staff", "password": "correct horse battery staple",
            "password_expires": "2049-12-31", "totp_secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        ],
    ]

    private static let actions: [[String: String]] = [
        ["action": "add-to-groups", "user": "ext:W-1002", "groups": "directors"],
        ["action": "remove-from-groups", "user": "ada", "groups": "engineering"],
        ["action": "set-second-factor", "user": "ada", "second_factor": "otp-email"],
        ["action": "set-device-limit", "user": "ada", "device_limit": "default"],
        [
            "action": "register-device", "user": "ada", "device": "phone-7f3a",
            "device_name": "Ada's phone",
        ],
        ["action": "remove-device", "user": "ada", "device": "phone-7f3a"],
        ["action": "enrol-second-factor", "user": "grace", "second_factor": "push"],
        ["action": "reset-mfa", "user": "grace", "reason": "lost phone"],
        ["action": "set-password-expiry", "user": "alan", "password_expires": "2048-12-31"],
        ["action": "view-groups", "user": "ada"],
        ["action": "view-apps", "user": "ada"],
        ["action": "view-sessions", "user": "alan"],
        ["action": "end-sessions", "user": "alan", "session": "all"],
        ["action": "remove-identity", "user": "alan", "reason": "start over"],
        ["action": "disable", "user": "alan", "reason": "on leave"],
        ["action": "enable", "user": "alan", "reason": "back"],
        [
            "action": "delete", "username": "alan", "email": "alan@example.com",
            "reason": "left",
        ],
        ["action": "skip", "user": "ada", "reason": "this row does nothing"],
    ]
}
