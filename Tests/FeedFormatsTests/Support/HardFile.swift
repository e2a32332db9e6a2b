/// A small file with one of everything that a CSV reader must get right.
enum HardFile {
    static let bytes: [UInt8] =
        [0xEF, 0xBB, 0xBF]
        + Array("id;name;note\r\n".utf8)
        + Array("1;\"Lovelace; Ada\";\"says \"\"hi\"\"\"\r\n".utf8)
        + Array("2;Zoë 佐藤 🙂;\"two\r\nlines\"\n\n".utf8)
        + Array("3;\"not closed;x\r".utf8)
        + Array("4;\"text\"after;y\n".utf8)
        + [0x35, 0x3B, 0xE9, 0x3B, 0x0A]
        + [0x36, 0x3B, 0x00, 0x3B, 0x0D, 0x0A]
        + Array("7;too few\r\n8;too;many;fields\n\"\";\"\";\"\"\r\r\n".utf8)
        + Array("9;last;\"\"\"\"\u{1A}".utf8)

    static let records = 10
}
