import Provisioning

/// One line a case: key, value, and what comes of it.
enum ConfigurationCases {
    typealias Good = ConfigurationKeyTests.Good
    typealias Bad = ConfigurationKeyTests.Bad

    static let good: [Good] =
        policyGood + mailGood + limitGood + fileGood + rowGood + columnGood + wordGood + valueGood
        + guardGood

    private static let policyGood: [Good] = [
        Good("policy.device_limit", "100") { c, _ in c.policy.deviceLimitDefault == 100 },
        Good("policy.device_limit", "\"1\"") { c, _ in c.policy.deviceLimitDefault == 1 },
        Good("policy.second_factor", "totp") { c, _ in c.policy.secondFactorDefault == .totp },
        Good("policy.second_factor_fallback", "[none]") { c, _ in
            c.policy.secondFactorFallback == [.none]
        },
        Good("policy.gateways.email", "off") { c, _ in c.policy.gatewaysMissing == [.email] },
        Good("policy.gateways.sms", "false") { c, _ in c.policy.gatewaysMissing == [.sms] },
        Good("policy.gateways.voice", "no") { c, _ in c.policy.gatewaysMissing == [.voice] },
        Good("policy.gateways.push", "on") { c, _ in c.policy.gatewaysMissing.isEmpty },
        Good("policy.gateways.push", "off") { c, _ in c.policy.gatewaysMissing == [.push] },
        Good("policy.default_groups", "[all-staff, on]") { c, _ in
            c.policy.defaultGroups == ["all-staff", "on"]
        },
        Good("policy.protected.users", "[Root, ADA]") { c, _ in
            c.policy.protectedUsers == ["root", "ada"]
        },
        // U+FF32 is a wide R, and the e has its accent apart: RFC 8265 maps both.
        Good("policy.protected.users", "[\u{FF32}ene\u{301}e]") { c, _ in
            c.policy.protectedUsers == ["ren\u{E9}e"]
        },
        Good("policy.protected.groups", "[Admins]") { c, _ in
            c.policy.protectedGroups == ["admins"]
        },
        Good("policy.device_limit_over", "drop-oldest") { c, _ in
            c.policy.deviceLimitOver == .dropOldest
        },
        Good("policy.device_limit_over", "refuse") { c, _ in c.policy.deviceLimitOver == .refuse },
        Good("policy.password_words", "[Corp, acme]") { c, _ in
            c.policy.passwordWords == ["corp", "acme"]
        },
        Good("mfa.required", "on") { c, _ in c.policy.secondFactorRequired },
        Good("impersonation", "on") { c, _ in c.policy.allowsImpersonation },
        Good("sweep.keep", "30 d") { c, _ in c.sweepKeeps == .seconds(30 * 86_400) },
        Good("backup_codes", "on") { c, _ in c.policy.allowsBackupCodes },
        Good("keep_input", "none") { c, _ in c.keptInput == .none },
        Good("keep_input", "all") { c, _ in c.keptInput == .all },
        Good("runs.keep", "90 d") { c, _ in c.runsKept == .seconds(90 * 86_400) },
        Good("runs.keep", "none") { c, _ in c.runsKept == nil },
        Good("groups.unknown", "reject") { c, p in
            c.unknownGroups == .reject && p.unknownGroups == .reject
        },
    ]

    private static let guardGood: [Good] = [
        Good("feeds.hr.guards.removals", "731") { _, p in p.guards[.removals] == .records(731) },
        Good("feeds.hr.guards.removals", "2.5%") { _, p in p.guards[.removals] == .percent(2.5) },
        Good("feeds.hr.guards.removals", "none") { _, p in p.guards[.removals] == .unlimited },
        Good("feeds.hr.guards.removals", "default") { _, p in p.guards[.removals] == nil },
        Good("feeds.hr.guards.rejects", "3") { _, p in p.rejectsMax == .records(3) },
        Good("feeds.hr.guards.creates", "50") { _, p in p.guards[.creates] == .records(50) },
        Good("feeds.hr.guards.updates", "10%") { _, p in p.guards[.updates] == .percent(10) },
        Good("feeds.hr.guards.identity", "0") { _, p in p.guards[.identity] == .records(0) },
        Good("feeds.hr.guards.drift", "20%") { _, p in p.guards[.drift] == .percent(20) },
        Good("feeds.hr.guards.health", "[encoding, empty]") { _, p in
            p.healthStops == [.encoding, .empty]
        },
    ]

    private static let mailGood: [Good] = [
        Good("mail.onboarding", "on") { c, p in c.policy.mail && p.mail == nil },
        Good("mail.from", "it@corp.example") { c, _ in
            c.mail.from == "it@corp.example"
        },
        Good("mail.link_base", "https://id.corp.example/start") { c, _ in
            c.mail.linkBase == "https://id.corp.example/start"
        },
        Good("mail.rate", "10/s") { c, _ in c.mail.rate == .init(count: 10, per: .second) },
        Good("mail.notices", "on") { c, p in c.policy.notices && p.notices == nil },
        Good("mail.days_before_start", "0") { c, _ in c.policy.mailDaysBeforeStart == 0 },
        Good("mail.days_before_start", "365") { c, _ in c.policy.mailDaysBeforeStart == 365 },
        Good("mail.from_name", "Corp IT") { c, _ in c.mail.fromName == "Corp IT" },
        Good("mail.reply_to", "help@corp.example") { c, _ in
            c.mail.replyTo == "help@corp.example"
        },
        Good("mail.organisation", "Corp") { c, _ in c.mail.organisation == "Corp" },
        Good("mail.support", "https://help.corp.example") { c, _ in
            c.mail.support == "https://help.corp.example"
        },
        Good("mail.language", "es-419") { c, _ in c.mail.language == "es-419" },
        Good("mail.templates", "none") { c, _ in c.mail.templatesFolder == nil },
        Good("mail.transport", "smtp://mail.corp.example:587") { c, _ in
            c.mail.transport == .smtp(host: "mail.corp.example", port: 587)
        },
        Good("mail.transport", "\"smtps://[2001:db8::1]\"") { c, _ in
            c.mail.transport == .smtps(host: "2001:db8::1", port: 465)
        },
        Good("mail.transport", "folder:outbox") { c, _ in
            c.mail.transport == .folder(path: "outbox")
        },
        Good("mail.starttls", "required") { c, _ in c.mail.startTLS == .required },
        Good("mail.user", "muster") { c, _ in c.mail.user == "muster" },
        Good("mail.password_file", "/etc/muster/smtp") { c, _ in
            c.mail.passwordFile == "/etc/muster/smtp"
        },
        Good("mail.ca_file", "ca.pem") { c, _ in c.mail.authoritiesFile == "ca.pem" },
        Good("mail.helo", "hr.corp.example") { c, _ in c.mail.hello == "hr.corp.example" },
        Good("mail.reminders.cap", "0") { c, _ in c.mail.remindersMax == 0 },
        Good("mail.reminders.spacing", "12 h") { c, _ in
            c.mail.reminderSpacing == .seconds(43_200)
        },
        Good("limits.notice", "1 d") { c, _ in c.limits.noticeLife == .seconds(86_400) },
        Good("feeds.hr.mail.notices", "on") { c, p in p.notices == true && !c.policy.notices },
    ]

    private static let limitGood: [Good] = [
        Good("limits.file_bytes", "2 GiB") { c, _ in c.limits.fileBytesMax == 2 << 30 },
        Good("limits.records", "1") { c, _ in c.limits.recordsMax == 1 },
        Good("limits.field_bytes", "1024") { c, _ in c.limits.fieldBytesMax == 1_024 },
        Good("limits.record_bytes", "2MiB") { c, _ in c.limits.recordBytesMax == 2 << 20 },
        Good("limits.columns", "16384") { c, _ in c.limits.columnsMax == 16_384 },
        Good("limits.inflation", "1000") { c, _ in c.limits.inflationMax == 1_000 },
        Good("limits.depth", "32") { c, _ in c.limits.depthMax == 32 },
        Good("limits.xml_text_bytes", "1 MiB") { c, _ in c.limits.xmlTextBytesMax == 1 << 20 },
        Good("limits.xml_tag_bytes", "64") { c, _ in c.limits.xmlTagBytesMax == 64 },
        Good("limits.xml_attributes", "1024") { c, _ in c.limits.xmlAttributesMax == 1_024 },
        Good("limits.xml_names", "1") { c, _ in c.limits.xmlNamesMax == 1 },
        Good("limits.inflation", "10") { c, _ in c.limits.inflationMax == 10 },
        Good("limits.depth", "4") { c, _ in c.limits.depthMax == 4 },
        Good("limits.xml_text_bytes", "1 MiB") { c, _ in c.limits.xmlTextBytesMax == 1 << 20 },
        Good("limits.xml_tag_bytes", "64") { c, _ in c.limits.xmlTagBytesMax == 64 },
        Good("limits.xml_attributes", "1") { c, _ in c.limits.xmlAttributesMax == 1 },
        Good("limits.xml_names", "16384") { c, _ in c.limits.xmlNamesMax == 16_384 },
        Good("limits.email_local_part_bytes", "32") { c, _ in
            c.limits.emailLocalPartBytesMax == 32
        },
        Good("limits.email_bytes", "128") { c, _ in c.limits.emailBytesMax == 128 },
        Good("limits.username_bytes", "20") { c, _ in c.limits.usernameBytesMax == 20 },
        Good("limits.phone_digits", "12") { c, _ in c.limits.phoneDigitsMax == 12 },
        Good("limits.password_bytes_min", "15") { c, _ in c.limits.passwordBytesMin == 15 },
        Good("limits.password_bytes_max", "128") { c, _ in c.limits.passwordBytesMax == 128 },
        Good("limits.password_alone_bytes_min", "20") { c, _ in
            c.limits.passwordAloneBytesMin == 20
        },
        Good("limits.onboarding_link", "3 d") { c, _ in
            c.limits.onboardingLinkLife == .seconds(3 * 86_400)
        },
        Good("limits.reset_link", "30min") { c, _ in c.limits.resetLinkLife == .seconds(1_800) },
        Good("limits.resend_interval", "1 s") { c, _ in c.limits.resendInterval == .seconds(1) },
        Good("limits.impersonation", "1 h") { c, _ in
            c.limits.impersonationLife == .seconds(3_600)
        },
        Good("limits.device_limit_min", "3") { c, _ in c.limits.deviceLimitMin == 3 },
        Good("limits.device_limit_max", "500") { c, _ in c.limits.deviceLimitMax == 500 },
        Good("limits.chunk_bytes", "64 KiB") { c, _ in c.limits.chunkBytes == 64 << 10 },
        Good("limits.chunk_records", "1") { c, _ in c.limits.chunkRecordsMax == 1 },
    ]

    private static let fileGood: [Good] = [
        Good("feeds", "{}") { c, _ in c.feeds.isEmpty },
        Good("feeds.hr.format", "csv") { _, p in p.format == "csv" },
        Good("feeds.hr.format", "jsonl") { _, p in p.format == "jsonl" },
        Good("feeds.hr.format", "auto") { _, p in p.format == nil },
        Good("feeds.hr.encoding", "UTF-8") { _, p in p.encoding == "utf-8" },
        Good("feeds.hr.encoding", "Windows-1252") { _, p in p.encoding == "windows-1252" },
        Good("feeds.hr.encoding", "utf-16le") { _, p in p.encoding == "utf-16le" },
        Good("feeds.hr.record_path", "Report_Data/Report_Entry") { _, p in
            p.recordPath == ["Report_Data", "Report_Entry"]
        },
        Good("feeds.hr.record_path", "/a.b/\u{E9}-1") { _, p in p.recordPath == ["a.b", "\u{E9}-1"]
        },
        Good("feeds.hr.record_path", "data.people.person") { _, p in
            p.recordPath == ["data", "people", "person"]
        },
        Good("feeds.hr.record_path", "person") { _, p in p.recordPath == ["person"] },
        Good("feeds.hr.record_path", "/users/user") { _, p in p.recordPath.isEmpty },
        Good("feeds.hr.encoding", "auto") { _, p in p.encoding == nil },
        Good("feeds.hr.delimiter", "\";\"") { _, p in p.delimiter == 0x3B },
        Good("feeds.hr.delimiter", "tab") { _, p in p.delimiter == 0x09 },
        Good("feeds.hr.delimiter", "\"\\t\"") { _, p in p.delimiter == 0x09 },
        Good("feeds.hr.delimiter", "'|'") { _, p in p.delimiter == 0x7C },
        Good("feeds.hr.quoting", "backslash") { _, p in p.quoting == .backslash },
        Good("feeds.hr.comment_prefix", "\"#\"") { _, p in p.commentPrefix == "#" },
    ]

    private static let rowGood: [Good] = [
        Good("feeds.hr.rows_before_header", "1") { _, p in p.rowsBeforeHeader == 1 },
        Good("feeds.hr.rows_after_header", "2") { _, p in p.rowsAfterHeader == 2 },
        Good("feeds.hr.skip_rows", "[Total, \"100\", 305, no]") { _, p in
            p.skippedRows == ["Total", "100", "305", "no"]
        },
        Good("feeds.hr.skip_repeated_headers", "on") { _, p in p.skipsRepeatedHeaders },
        Good("feeds.hr.skip_blank_rows", "yes") { _, p in p.skipsBlankRows },
        Good("feeds.hr.trailer.mark", "T1") { _, p in p.trailer == TrailerRule(mark: "T1") },
        Good("feeds.hr.trailer.mark", "none") { _, p in p.trailer == nil },
        Good("feeds.hr.trailer", "{mark: TT, count_field: 3, includes: [skipped, trailer]}") {
            _, p in
            p.trailer == TrailerRule(mark: "TT", countField: 3, includes: [.skipped, .trailer])
        },
    ]

    private static let columnGood: [Good] = [
        Good("feeds.hr.columns", "{Worker ID: external_id, Cost: attr.cost}") { _, p in
            p.columns == ["Worker ID": "external_id", "Cost": "attr.cost"]
        },
        Good("feeds.hr.columns", "{Team: groups, Site: groups}") { _, p in p.columns.count == 2 },
        Good("feeds.hr.ignore", "[GenderPronoun]") { _, p in
            p.ignoredColumns == ["GenderPronoun"]
        },
        Good("feeds.hr.unknown_columns", "attributes") { _, p in p.unknownColumns == .attributes },
        Good("feeds.hr.strict", "true") { _, p in p.unknownColumns == .error },
        Good("feeds.hr.strict", "off") { _, p in p.unknownColumns == .warn },
        Good("feeds.hr.clear_token", "<clear>") { _, p in p.clearToken == "<clear>" },
        Good("feeds.hr.keep_tokens", "[\"****\", NO_MANAGER]") { _, p in
            p.keepTokens == ["****", "NO_MANAGER"]
        },
    ]

    private static let wordGood: [Good] = [
        Good("feeds.hr.yes_words", "[A, on leave, ja]") { _, p in
            p.trueWords == ["A", "on leave", "ja"]
        },
        Good("feeds.hr.no_words", "[T, L, no]") { _, p in p.falseWords == ["T", "L", "no"] },
        Good("feeds.hr.list_separator", "\",\"") { _, p in p.listSeparators == [0x2C] },
        Good("feeds.hr.list_separator", "'|'") { _, p in p.listSeparators == [0x7C] },
        Good("feeds.hr.list_separator", "default") { _, p in p.listSeparators == [0x3B, 0x7C] },
    ]

    private static let valueGood: [Good] = [
        Good("feeds.hr.calling_code", "44") { _, p in p.defaultCallingCode == "44" },
        Good("feeds.hr.calling_code", "+1") { _, p in p.defaultCallingCode == "1" },
        Good("feeds.hr.calling_code_from_country", "yes") { _, p in p.callingCodeFromCountry },
        Good("feeds.hr.dates", "{start_date: DD.MM.YYYY, end_date: epoch-ms}") { _, p in
            p.dateFormats == ["start_date": "DD.MM.YYYY", "end_date": "epoch-ms"]
        },
        Good("feeds.hr.bad_optional_value", "drop") { _, p in p.badOptionalValue == .drop },
        Good("feeds.hr.derive", "{username: \"{first_name:1}{last_name|ascii}\"}") { _, p in
            p.derivations == ["username": "{first_name:1}{last_name|ascii}"]
                && p.derivedAlways.isEmpty
        },
        Good("feeds.hr.derive.email.value", "\"{username}@corp.example\"") { _, p in
            p.derivations == ["email": "{username}@corp.example"]
        },
        Good("feeds.hr.derive.email", "{value: \"{username}@x.example\", derive: always}") { _, p in
            p.derivedAlways == ["email"]
        },
        Good("feeds.hr.derive.email", "{derive: create, value: \"{attr.mail?}\"}") { _, p in
            p.derivedAlways.isEmpty && p.derivations.count == 1
        },
        Good("feeds.hr.derived_collision", "reject") { _, p in p.derivedCollision == .reject },
        Good("feeds.hr.default_action", "add") { _, p in p.defaultAction == .add },
        Good("feeds.hr.match", "[email]") { _, p in p.matchOrder == [.email] },
        Good("feeds.hr.on_duplicate", "last") { _, p in p.onDuplicate == .last },
        Good("feeds.hr.groups.mode", "replace") { _, p in p.groupsMode == .replace },
        Good("feeds.hr.groups.unknown", "reject") { c, p in
            p.unknownGroups == .reject && c.unknownGroups == .create
        },
        Good("feeds.hr.mail.onboarding", "off") { c, p in p.mail == false && !c.policy.mail },
        Good("feeds.hr.mail.onboarding", "default") { _, p in p.mail == nil },
        Good("feeds.hr.max_rejects", "2.5%") { _, p in p.rejectsMax == .percent(2.5) },
        Good("feeds.hr.max_rejects", "none") { _, p in p.rejectsMax == .unlimited },
        Good("feeds.hr.max_rejects", "default") { _, p in p.rejectsMax == nil },
        Good("feeds.hr.mode", "delta") { _, p in p.mode == .delta },
        Good("feeds.hr.mode", "full") { _, p in p.mode == .full },
        Good("feeds.hr.leavers.files", "3") { _, p in p.leavers.filesMin == 3 },
        Good("feeds.hr.leavers.delete_after", "30 d") { _, p in
            p.leavers.deleteAfter == .seconds(30 * 86_400)
        },
        Good("feeds.hr.leavers.delete_after", "none") { _, p in p.leavers.deleteAfter == nil },
        Good("feeds.hr.manual_edits", "keep") { _, p in p.manualEdits == .keep },
        Good("feeds.hr.manual_edits", "overwrite") { _, p in p.manualEdits == .overwrite },
        Good("feeds.hr.passwords", "keep") { _, p in p.feed == "hr" },
    ]
}
