import Testing

/// What each limit of the configuration bites at: a feed at the limit and one beyond it.
struct LimitCase: Sendable, CustomTestStringConvertible {
    /// The member of `Limits`.
    var field: String
    /// Its key in the section `limits`.
    var key: String
    /// The limit without a configuration, and another one; in the unit of `feed`.
    var values: [Int]
    /// Feed of that size: of the limit's own measure.
    var feed: @Sendable (Int) -> LimitFeed
    /// What is said of the first value that is not allowed.
    var code: String
    /// The file as a whole is refused, rather than its record.
    var halts: Bool
    /// The first value that is not allowed is one less, rather than one more.
    var isLeast: Bool
    /// Further lines of the configuration.
    var settings: String
    var testDescription: String { field }

    init(
        _ field: String, _ key: String, _ values: [Int], _ code: String, halts: Bool = false,
        isLeast: Bool = false, settings: String = "", feed: @escaping @Sendable (Int) -> LimitFeed
    ) {
        self.field = field
        self.key = key
        self.values = values
        self.code = code
        self.halts = halts
        self.isLeast = isLeast
        self.settings = settings
        self.feed = feed
    }
}

/// A feed by format; what is wrong with it stands in its first record.
struct LimitFeed: Sendable {
    var format: String
    var text: String

    static func csv(_ text: String) -> LimitFeed { LimitFeed(format: "csv", text: text) }
    static func xml(_ text: String) -> LimitFeed { LimitFeed(format: "xml", text: text) }
    static func jsonl(_ text: String) -> LimitFeed { LimitFeed(format: "jsonl", text: text) }

    /// One user with a value in a column, and another user behind.
    static func cell(_ column: String, _ value: String) -> LimitFeed {
        csv("username,email,\(column)\nada,ada@x.example,\(value)\nbob,bob@x.example,\n")
    }

    /// One user with a value in a column that is `username` or `email`, and another user behind.
    static func key(username: String = "ada", email: String = "ada@x.example") -> LimitFeed {
        csv("username,email\n\(username),\(email)\nbob,bob@x.example\n")
    }
}

extension LimitCase {
    private static func x(_ count: Int) -> String { String(repeating: "x", count: count) }

    private static func elements(_ count: Int) -> String {
        (0..<count).map { "<n\($0)/>" }.joined()
    }

    /// A domain of so many bytes, in labels that are not too long.
    private static func domain(_ count: Int) -> String {
        var labels: [String] = []
        var left = count - ".example".count
        while left > 0 {
            let size = left > 64 ? 50 : left
            labels.append(x(size))
            left -= size + 1
        }
        return labels.joined(separator: ".") + ".example"
    }

    static let files = [
        LimitCase("fieldBytesMax", "field_bytes", [64 << 10, 700], "csv.field.too-long") {
            // The column is one that nothing reads.
            .cell("unread", x($0))
        },
        LimitCase("fieldBytesMax", "field_bytes", [64 << 10, 700], "json.field.too-long") {
            .jsonl("{\"username\":\"a\",\"email\":\"a@x.example\",\"unread\":\"\(x($0))\"}\n{}\n")
        },
        LimitCase("fieldBytesMax", "field_bytes", [60_000, 700], "xml.field.too-long") {
            .xml("<users><user><username>a</username><unread>\(x($0))</unread></user></users>")
        },
        LimitCase("recordBytesMax", "record_bytes", [1 << 20, 70_000], "csv.record.too-long") {
            let full = (0..<15).map { _ in x(60_000) }.joined(separator: ",")
            return .csv(
                "username,email,\(names(18))\na,a@x.example,"
                    + ($0 > 900_000 ? full : Array(repeating: "", count: 15).joined(separator: ","))
                    + ",\(rest($0 - 15 - ($0 > 900_000 ? full.utf8.count : 14)))\nb,b@x.example"
                    + String(repeating: ",", count: 18) + "\n")
        },
        LimitCase("columnsMax", "columns", [256, 40], "feed.header.too-many-columns", halts: true) {
            .csv("username,email,\(names($0 - 2))\na,a@x.example" + commas($0 - 2) + "\n")
        },
        LimitCase("columnsMax", "columns", [256, 40], "json.keys.too-many") {
            .jsonl(
                "{\"username\":\"a\",\"email\":\"a@x.example\""
                    + (0..<$0 - 2).map { ",\"k\($0)\":1" }.joined() + "}\n{}\n")
        },
        LimitCase("depthMax", "depth", [16, 5], "xml.depth.too-deep", halts: true) {
            .xml(
                "<users><user>" + String(repeating: "<a>", count: $0 - 2)
                    + String(repeating: "</a>", count: $0 - 2) + "</user></users>")
        },
        LimitCase("depthMax", "depth", [16, 5], "json.depth.too-deep") {
            .jsonl(
                "{\"username\":\"a\",\"email\":\"a@x.example\",\"d\":"
                    + String(repeating: "[", count: $0 - 1)
                    + String(repeating: "]", count: $0 - 1) + "}\n{}\n")
        },
        LimitCase(
            "xmlTextBytesMax", "xml_text_bytes", [64 << 10, 2_000], "xml.text.too-long", halts: true
        ) { .xml("<users><user><a>\(x($0 - 3))</a></user></users>") },
        LimitCase(
            "xmlTagBytesMax", "xml_tag_bytes", [4 << 10, 200], "xml.tag.too-long", halts: true
        ) {
            .xml("<users><user a='\(x($0 - 12))'/></users>")
        },
        LimitCase(
            "xmlAttributesMax", "xml_attributes", [64, 3], "xml.attributes.too-many", halts: true
        ) {
            .xml("<users><user" + (0..<$0).map { " a\($0)=''" }.joined() + "/></users>")
        },
        LimitCase("xmlNamesMax", "xml_names", [256, 9], "xml.names.too-many", halts: true) {
            .xml("<users><user>\(elements($0 - 2))</user></users>")
        },
    ]

    static let values = [
        LimitCase(
            "emailLocalPartBytesMax", "email_local_part_bytes", [64, 20], "field.email.too-long"
        ) {
            .key(email: x($0) + "@x.example")
        },
        LimitCase("emailBytesMax", "email_bytes", [254, 100], "field.email.too-long") {
            .key(email: "ada@" + domain($0 - 4))
        },
        LimitCase("usernameBytesMax", "username_bytes", [255, 30], "field.username.too-long") {
            .key(username: x($0))
        },
        LimitCase("phoneDigitsMax", "phone_digits", [15, 11], "field.phone.too-long") {
            .cell("phone", "+49" + String(repeating: "1", count: $0 - 2))
        },
        LimitCase(
            "passwordBytesMin", "password_bytes_min", [8, 12], "field.password.too-short",
            isLeast: true
        ) { .cell("password", String("Zyq7#vBn2!Ls9$Km".prefix($0))) },
        LimitCase("passwordBytesMax", "password_bytes_max", [1_024, 64], "field.password.too-long")
        {
            .cell("password", String(String(repeating: "Zyq7#vBn2!Ls9$Km", count: 65).prefix($0)))
        },
        LimitCase(
            "passwordAloneBytesMin", "password_alone_bytes_min", [15, 11],
            "field.password.too-short", isLeast: true, settings: "policy: {second_factor: none}\n"
        ) { .cell("password", String("Zyq7#vBn2!Ls9$Km".prefix($0))) },
        LimitCase(
            "deviceLimitMin", "device_limit_min", [1, 3], "policy.device-limit.below-minimum",
            isLeast: true
        ) { .cell("device_limit", "\($0)") },
        LimitCase(
            "deviceLimitMax", "device_limit_max", [100, 7], "policy.device-limit.above-maximum"
        ) { .cell("device_limit", "\($0)") },
    ]

    private static func names(_ count: Int) -> String {
        (0..<count).map { "u\($0)" }.joined(separator: ",")
    }

    private static func commas(_ count: Int) -> String { String(repeating: ",", count: count) }

    /// Three fields of so many bytes with the commas between them.
    private static func rest(_ count: Int) -> String {
        let first = (count - 2) / 3
        return "\(x(first)),\(x(first)),\(x(count - 2 - 2 * first))"
    }
}
