extension ConfigurationCases {
    static let bad: [Bad] = policyBad + mailBad + limitBad + fileBad + columnBad + valueBad

    private static let policyBad: [Bad] = [
        Bad("policy.device_limit", "0", "policy.device_limit: \"0\" is not allowed"),
        Bad("policy.device_limit", "101", "it takes a whole number from 1 to 100"),
        Bad("policy.device_limit", "many", "it takes a whole number from 1 to 100"),
        Bad("policy.device_limit", "-3", "\"-3\" is not allowed"),
        Bad("policy.device_limit", "3.0", "\"3.0\" is not allowed"),
        Bad("policy.second_factor", "opt-email", "did you mean \"otp-email\"?"),
        Bad("policy.second_factor_fallback", "otp-sms", "is a single value; it takes a list"),
        Bad("policy.gateways.email", "1", "it takes on or off"),
        Bad("policy.gateways.sms", "maybe", "it takes on or off"),
        Bad("policy.gateways.voice", "On", "it takes on or off"),
        Bad("policy.gateways.push", "there", "it takes on or off"),
        Bad("policy.gateways", "all", "it takes a section with the keys email, sms, voice, push"),
        Bad("policy.default_groups", "{staff: on}", "is a section; it takes a list"),
        Bad("policy.protected.users", "root", "is a single value; it takes a list"),
        Bad("policy.protected.groups", "~", "is nothing; it takes a list"),
        Bad("groups.unknown", "make", "it takes create or reject"),
        Bad("policy", "[strict]", "policy: is a list; it takes a section"),
    ]

    private static let mailBad: [Bad] = [
        Bad("mail.onboarding", "later", "it takes on or off"),
        Bad("mail.from", "muster", "it takes an e-mail address"),
        Bad("mail.link_base", "id.corp.example", "begins with https://"),
        Bad("mail.rate", "60", "such as 10/s, 60/min or 500/h"),
        Bad("mail.rate", "0/s", "\"0/s\" is not allowed"),
    ]

    private static let limitBad: [Bad] = [
        Bad("limits.file_bytes", "10 GB", "(KiB, MiB, GiB)"),
        Bad("limits.file_bytes", "99999999999999999999 GiB", "a number of bytes from 1"),
        Bad("limits.records", "4000000001", "from 1 to 4000000000"),
        Bad("limits.field_bytes", "2 MiB", "is above limits.record_bytes (1048576)"),
        Bad("limits.record_bytes", "1 KiB", "limits.field_bytes (65536) is above"),
        Bad("limits.columns", "0", "from 1 to 16384"),
        Bad("limits.email_local_part_bytes", "65", "from 1 to 64"),
        Bad("limits.email_bytes", "64", "an address holds its local part"),
        Bad("limits.username_bytes", "0", "from 1 to 1024"),
        Bad("limits.phone_digits", "16", "from 7 to 15"),
        Bad("limits.password_bytes_min", "0", "from 1 to 1024"),
        Bad("limits.password_bytes_max", "5000", "from 8 to 4096"),
        Bad("limits.device_limit_min", "4", "policy.device_limit (3) is not from 4 to 100"),
        Bad("limits.device_limit_max", "2", "policy.device_limit (3) is not from 1 to 2"),
        Bad("limits.chunk_bytes", "1", "from 4096"),
        Bad("limits.chunk_records", "65537", "from 1 to 65536"),
    ]

    private static let fileBad: [Bad] = [
        Bad("feeds", "[hr]", "feeds: is a list; it takes a section"),
        Bad("feeds.hr.format", "xml", "\"xml\" is not available in this version; it takes csv"),
        Bad("feeds.hr.format", "cvs", "did you mean \"csv\"?"),
        Bad("feeds.hr.encoding", "Windows-1252", "is not available in this version"),
        Bad("feeds.hr.encoding", "ebcdic", "it takes utf-8, or auto"),
        Bad("feeds.hr.delimiter", "x", "one punctuation character"),
        Bad("feeds.hr.delimiter", "'\"'", "one punctuation character"),
        Bad("feeds.hr.delimiter", "\";;\"", "one punctuation character"),
        Bad("feeds.hr.quoting", "single", "it takes doubled or backslash"),
        Bad("feeds.hr.comment_prefix", "\"\"", "it takes text"),
        Bad("feeds.hr.rows_before_header", "101", "from 0 to 100"),
        Bad("feeds.hr.rows_after_header", "one", "from 0 to 100"),
    ]

    private static let columnBad: [Bad] = [
        Bad("feeds.hr.columns", "[email]", "is a list; it takes a section"),
        Bad("feeds.hr.ignore", "GenderPronoun", "it takes a list"),
        Bad("feeds.hr.unknown_columns", "warm", "did you mean \"warn\"?"),
        Bad("feeds.hr.strict", "very", "it takes on or off"),
        Bad("feeds.hr.clear_token", "\"\"", "it takes text"),
        Bad("feeds.hr.keep_tokens", "\"****\"", "it takes a list"),
    ]

    private static let valueBad: [Bad] = [
        Bad("feeds.hr.calling_code", "044", "a country's calling code such as 44"),
        Bad("feeds.hr.calling_code", "GB", "a country's calling code such as 44"),
        Bad("feeds.hr.calling_code_from_country", "GB", "it takes on or off"),
        Bad("feeds.hr.dates", "DD/MM/YYYY", "is a single value; it takes a section"),
        Bad("feeds.hr.dates.start_date", "DD/MM", "such as DD/MM/YYYY"),
        Bad("feeds.hr.dates.start_date", "YYYY-MM-DD-YY", "such as DD/MM/YYYY"),
        Bad("feeds.hr.bad_optional_value", "ignore", "it takes reject or drop"),
        Bad("feeds.hr.derive", "always", "is a single value; it takes a section"),
        Bad("feeds.hr.derive.email", "corp.example", "it names no column"),
        Bad("feeds.hr.derive.email", "\"{user_name}@corp.example\"", "is not a column"),
        Bad("feeds.hr.derive.email", "\"{username@corp.example\"", "a \"{\" is not closed"),
        Bad("feeds.hr.derive.email", "\"{username:0}@corp.example\"", "a number from 1 to 255"),
        Bad(
            "feeds.hr.derive.email", "\"{password}@corp.example\"",
            "is not a column that it may read"),
        Bad("feeds.hr.derive.email.value", "\"}\"", "a \"}\" has no \"{\" before it"),
        Bad("feeds.hr.derive.email", "{derive: always}", "feeds.hr.derive.email: has no value"),
        Bad("feeds.hr.derived_collision", "numbers", "did you mean \"number\"?"),
        Bad("feeds.hr.default_action", "delete", "it takes upsert, add or update"),
        Bad("feeds.hr.match", "[]", "is empty or names a column twice"),
        Bad("feeds.hr.match", "[email, email]", "is empty or names a column twice"),
        Bad("feeds.hr.on_duplicate", "frist", "did you mean \"first\"?"),
        Bad("feeds.hr.groups.mode", "set", "it takes add or replace"),
        Bad("feeds.hr.groups.unknown", "drop", "it takes create or reject"),
        Bad("feeds.hr.mail.onboarding", "always", "it takes on or off, or default"),
        Bad("feeds.hr.max_rejects", "10 %", "a share such as 10%, or none, or default"),
        Bad("feeds.hr.max_rejects", "101%", "a share such as 10%"),
        Bad("feeds.hr.max_rejects", "-1", "a share such as 10%"),
        Bad("feeds.hr.mode", "full", "\"full\" is not available in this version; it takes delta"),
        Bad("feeds.hr.passwords", "overwrite", "is not available in this version; it takes keep"),
    ]
}
