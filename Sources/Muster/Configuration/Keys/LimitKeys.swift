import Provisioning

extension MusterConfiguration {
    static var limitKeys: [ConfigurationKey<MusterConfiguration>] {
        fileLimitKeys + xmlLimitKeys + valueLimitKeys + deviceLimitKeys + lifeKeys
            + chunkLimitKeys
    }

    private static var fileLimitKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "file_bytes", .byteCount(1...1 << 50), into: \.limits.fileBytesMax,
                initial: "10 GiB", "Bytes of a file, after decompression"),
            .value(
                "records", .number(1...4_000_000_000), into: \.limits.recordsMax,
                initial: "50000000", "Records of a file"),
            .value(
                "field_bytes", .byteCount(1...1 << 28), into: \.limits.fieldBytesMax,
                initial: "64 KiB", "Bytes of one field"),
            .value(
                "record_bytes", .byteCount(1...1 << 28), into: \.limits.recordBytesMax,
                initial: "1 MiB", "Bytes of one record"),
            .value(
                "columns", .number(1...16_384), into: \.limits.columnsMax, initial: "256",
                "Columns of a file; in XML and JSON Lines the different names of values"),
            .value(
                "inflation", .number(1...100_000), into: \.limits.inflationMax, initial: "100",
                "Bytes that a compressed file may inflate to, for each of its own"),
            .value(
                "depth", .number(1...256), into: \.limits.depthMax, initial: "16",
                "XML elements, or JSON objects and arrays, within each other"),
        ]
    }

    private static var xmlLimitKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "xml_text_bytes", .byteCount(1_024...1 << 28), into: \.limits.xmlTextBytesMax,
                initial: "64 KiB", "Bytes from one < of an XML file to the next"),
            .value(
                "xml_tag_bytes", .byteCount(64...1 << 20), into: \.limits.xmlTagBytesMax,
                initial: "4 KiB", "Bytes of one XML start tag"),
            .value(
                "xml_attributes", .number(1...1_024), into: \.limits.xmlAttributesMax,
                initial: "64", "Attributes of one XML start tag"),
            .value(
                "xml_names", .number(1...16_384), into: \.limits.xmlNamesMax, initial: "256",
                "Different names of XML elements and attributes"),
        ]
    }

    // Standards bound these from above: RFC 5321 for addresses, ITU-T E.164 for phones.
    private static var valueLimitKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "email_local_part_bytes", .number(1...64), into: \.limits.emailLocalPartBytesMax,
                initial: "64", "Octets of an e-mail address before the @"),
            .value(
                "email_bytes", .number(6...254), into: \.limits.emailBytesMax, initial: "254",
                "Octets of an e-mail address"),
            .value(
                "username_bytes", .number(1...1_024), into: \.limits.usernameBytesMax,
                initial: "255", "Octets of a username in its compared form"),
            .value(
                "phone_digits", .number(7...15), into: \.limits.phoneDigitsMax, initial: "15",
                "Digits of a phone number, the country's code among them"),
            .value(
                "password_bytes_min", .number(1...1_024), into: \.limits.passwordBytesMin,
                initial: "8", "Bytes of a password at least"),
            .value(
                "password_bytes_max", .number(8...4_096), into: \.limits.passwordBytesMax,
                initial: "1024", "Bytes of a password at most"),
            .value(
                "password_alone_bytes_min", .number(1...1_024),
                into: \.limits.passwordAloneBytesMin, initial: "15",
                "Bytes at least of a password that is the only factor"),
        ]
    }

    private static var lifeKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "onboarding_link", .duration(upToDays: 90), into: \.limits.onboardingLinkLife,
                initial: "72 h", "Life of a link by which a user sets the first password"),
            .value(
                "reset_link", .duration(upToDays: 30), into: \.limits.resetLinkLife,
                initial: "8 h", "Life of a link by which a user sets a new password"),
            .value(
                "resend_interval", .duration(upToDays: 7), into: \.limits.resendInterval,
                initial: "10 min", "Time from one onboarding mail to the next of a user"),
            .value(
                "notice", .duration(upToDays: 30), into: \.limits.noticeLife, initial: "72 h",
                "How long a mail without a link is tried"),
            .value(
                "impersonation", .duration(upToDays: 1), into: \.limits.impersonationLife,
                initial: "15 min", "Life of a grant to act as a user"),
        ]
    }

    private static var deviceLimitKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "device_limit_min", .number(1...UInt16.max), into: \.limits.deviceLimitMin,
                initial: "1", "The smallest device limit that a record may set"),
            .value(
                "device_limit_max", .number(1...UInt16.max), into: \.limits.deviceLimitMax,
                initial: "100", "The greatest device limit that a record may set"),
        ]
    }

    private static var chunkLimitKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "chunk_bytes", .byteCount(4_096...1 << 28), into: \.limits.chunkBytes,
                initial: "1 MiB", "Bytes of a file that are worked on at once"),
            .value(
                "chunk_records", .number(1...65_536), into: \.limits.chunkRecordsMax,
                initial: "8192", "Records that are written in one transaction"),
        ]
    }
}
