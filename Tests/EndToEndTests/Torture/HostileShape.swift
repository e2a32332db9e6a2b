import Testing

/// A document that is large in one way, made by commands of the shell, which no disk need hold.
struct HostileShape: Sendable, CustomTestStringConvertible {
    var title: String
    /// How often, or how many bytes: every day, and in `make torture`.
    var sizes: (submission: Int, release: Int)
    /// Statuses with which an import may end.
    var statuses: Set<Int32>
    /// What is said about it, one of these; empty: nothing has to be said.
    var codes: Set<String>
    /// Options of the import, the file among them.
    var words: String
    /// Commands with `N` for the size.
    var script: String
    /// Memory, in KiB, at the most: every day, and in `make torture`.
    var memory: (submission: Int, release: Int) = (96 << 10, 96 << 10)
    var testDescription: String { title }

    init(
        _ title: String, _ submission: Int, _ release: Int, _ statuses: Set<Int32>,
        _ codes: Set<String>, _ script: String, words: String = "- --input-format csv",
        memory: Int = 96 << 10
    ) {
        self.title = title
        sizes = (submission, release)
        self.statuses = statuses
        self.codes = codes
        self.words = words
        self.script = script
        self.memory.release = memory
    }

    private static let head = "echo username,email; "
    private static let json = "- --input-format jsonl"
    private static let mega = 1 << 20
    private static let giga = 1 << 30

    /// So many bytes of one letter.
    private static let filler = "head -c N /dev/zero | tr '\\0' x"

    static let csv = [
        HostileShape(
            "columns", 100_000, 1_000_000, [65],
            ["feed.header.too-many-columns", "feed.header.malformed"],
            "seq -s, 1 N"),
        HostileShape(
            "a record of many columns", 100_000, 100_000, [1], ["csv.fields.too-many"],
            head + "seq -s, 1 N; echo a,a@x.example"),
        HostileShape(
            "a record of too many columns", 1_000_000, 1_000_000, [1], ["csv.record.too-long"],
            head + "seq -s, 1 N; echo a,a@x.example"),
        HostileShape(
            "a field", 8 * mega, giga, [1], ["csv.record.too-long"],
            head + filler + "; echo; echo a,a@x.example"),
        HostileShape(
            "a quoted field", 8 * mega, giga, [1], ["csv.record.too-long"],
            head + "printf '\"'; " + filler + "; echo '\",x'; echo a,a@x.example"),
        HostileShape(
            "a quote that is not closed", 20_000, 1_000_000, [1],
            ["csv.quote.unclosed", "csv.record.too-long"],
            head + "printf '\"'; yes '\(String(repeating: "y", count: 1_000))' | head -n N"),
        HostileShape(
            "quotes alone", 4 * mega, giga, [1], ["csv.record.too-long"],
            head + "head -c N /dev/zero | tr '\\0' '\"'"),
        HostileShape(
            "one line without end", 8 * mega, giga, [65],
            ["feed.header.malformed"], filler),
        HostileShape(
            "empty lines", mega, 10_000_000, [0], [],
            head + "head -c N /dev/zero | tr '\\0' '\\n'; echo a,a@x.example"),
        HostileShape(
            "NULs", 8 * mega, giga, [1],
            ["csv.record.too-long", "csv.byte.nul"],
            head + "yes a,a@x.example | head -n 1000; head -c N /dev/zero"),
        HostileShape(
            "NULs from the beginning", 8 * mega, giga, [65], ["feed.encoding.unsupported"],
            "head -c N /dev/zero"),
        HostileShape(
            "records that are empty", 200_000, 5_000_000, [1], ["match.keys.missing"],
            head + "yes , | head -n N", memory: 512 << 10),
        HostileShape(
            "groups in a cell", 100_000, 1_000_000, [1], ["csv.field.too-long"],
            "echo username,email,groups; printf a,a@x.example,; seq -s';' 1 N | head -c 900000; echo"
        ),
        HostileShape(
            "digits", 200_000, 1_000_000, [1], ["csv.field.too-long"],
            "echo username,email,phone; printf a,a@x.example,+; "
                + "head -c N /dev/zero | tr '\\0' 9; echo"),
        HostileShape(
            "one key over and over", 100_000, 5_000_000, [1], ["duplicate.username.in-file"],
            head + "yes a,a@x.example | head -n N", memory: 448 << 10),
        HostileShape(
            "keys that differ in one place", 50_000, 2_000_000, [0], [],
            head + "seq N | sed 's/.*/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&,&aaaaaaaaaaaa@x.example/'",
            memory: 256 << 10),
        HostileShape(
            "groups that nobody shares", 20_000, 1_000_000, [0], ["policy.group.created"],
            "echo username,email,groups; seq N | sed 's/.*/u&,u&@x.example,g&;h&/'",
            memory: 1 << 20),
    ]

    static let texts = [
        HostileShape(
            "line ends of all kinds", 50_000, 1_000_000, [1], [],
            head + "yes 'a,b' | head -n N | tr '\\n' '\\r'; yes '\r\n\n\r' | head -n N"),
        HostileShape(
            "marks in the middle", 10_000, 1_000_000, [1], [],
            head + "yes \"$(printf '\\357\\273\\277a,\\357\\273\\277b@x.example')\" | head -n N"),
        HostileShape(
            "halves of surrogates", 10_000, 1_000_000, [1], ["csv.text.invalid-utf8"],
            head + "yes \"$(printf '\\355\\240\\200,a@x.example')\" | head -n N"),
        HostileShape(
            "overlong forms", 10_000, 1_000_000, [1], ["csv.text.invalid-utf8"],
            head + "yes \"$(printf '\\300\\257\\340\\200\\257,a@x.example')\" | head -n N"),
        HostileShape(
            "UTF-7", 10, 10, [1], [], head + "yes '+ADw-script+AD4-,a@x.example' | head -n N"),
        HostileShape(
            "UTF-32", 1_000, 1_000_000, [65], ["feed.encoding.unsupported"],
            "printf '\\377\\376\\0\\0'; { echo username,email; yes a,a@x.example | head -n N; }"
                + " | iconv -t UTF-32LE"),
        HostileShape(
            "EBCDIC", 1_000, 1_000_000, [65], ["feed.header.malformed"],
            "{ echo username,email; yes a,a@x.example | head -n N; } | dd conv=ebcdic"),
        HostileShape(
            "encodings that change", 1_000, 1_000_000, [1], ["csv.text.invalid-utf8"],
            head + "for t in UTF-8 LATIN1 UTF-16LE UTF-8; do seq N"
                + " | sed 's/.*/\\xc3\\xa9&,a&@x.example/' | iconv -f UTF-8 -t $t; done",
            memory: 512 << 10),
    ]

    static let lines = [
        HostileShape(
            "depth", mega, 1_000_000_000, [1], ["json.record.too-long", "json.depth.too-deep"],
            "printf '{\"a\":'; head -c N /dev/zero | tr '\\0' '['; echo", words: json),
        HostileShape(
            "depth within a record", 100_000, 1_000_000, [1], ["json.depth.too-deep"],
            "printf '{\"a\":'; head -c N /dev/zero | tr '\\0' '['; echo", words: json),
        HostileShape(
            "one line of JSON", 8 * mega, giga, [1], ["json.record.too-long"],
            "printf '{\"a\":\"'; " + filler + "; echo '\"}'; echo '{}'", words: json),
        HostileShape(
            "keys of an object", 50_000, 1_000_000, [1],
            ["json.keys.too-many", "json.record.too-long"],
            "printf '{'; seq -f '\"k%.0f\":1,' N | tr -d '\\n'; echo '\"z\":1}'", words: json),
        HostileShape(
            "keys that no record shares", 50_000, 1_000_000, [65], ["feed.header.too-many-columns"],
            "seq N | sed 's/.*/{\"username\":\"u&\",\"k&\":1}/'", words: json),
        HostileShape(
            "digits of a number", 500_000, 1_000_000, [1], ["json.field.too-long"],
            "printf '{\"username\":'; head -c N /dev/zero | tr '\\0' 9; echo '}'", words: json),
        HostileShape(
            "escapes", 100_000, 1_000_000, [1], ["json.field.too-long", "json.record.too-long"],
            "printf '{\"username\":\"'; yes '\\u0041' | head -n N | tr -d '\\n'; echo '\"}'",
            words: json),
        HostileShape(
            "one key again and again", 50_000, 1_000_000, [1],
            ["json.key.repeated", "json.record.too-long"],
            "printf '{'; yes '\"a\":1,' | head -n N | tr -d '\\n'; echo '\"z\":1}'", words: json),
        HostileShape(
            "an array that does not end", 100_000, 5_000_000, [65], ["json.array.malformed"],
            "printf '['; yes '{},' | head -n N", words: "- --input-format jsonl", memory: 512 << 10),
        HostileShape(
            "brackets alone", 8 * mega, giga, [65], ["json.array.malformed"],
            "head -c N /dev/zero | tr '\\0' '['", words: json),
    ]

    static let packed = ["gzip -n", "zstd -q -19"].flatMap { program in
        [
            HostileShape(
                "a bomb of \(program)", 64 * mega, 4 * giga, [65], ["feed.compression.too-high"],
                "{ echo username,email; head -c N /dev/zero | tr '\\0' '\\n'; } | \(program)"),
            HostileShape(
                "a bomb in a bomb of \(program)", 64 * mega, giga, [65],
                ["feed.compression.malformed"],
                "head -c N /dev/zero | \(program) | \(program)"),
            HostileShape(
                "many members of \(program)", 12, 18, [0, 1], [],
                "{ echo username,email; echo a,a@x.example; } | \(program) > m; echo | \(program) > n; "
                    + "for i in $(seq N); do cat n n > o; mv o n; done; cat m n"),
        ]
    }

    /// Large in their own place rather than in a pipe.
    static let files = [
        HostileShape(
            "a sparse file", giga, 9 * giga, [1], ["csv.record.too-long"],
            "{ echo username,email; yes a,a@x.example | head -n 1000; } > sparse.csv; truncate -s N sparse.csv",
            words: "sparse.csv"),
        HostileShape(
            "a sparse file of nothing", giga, 9 * giga, [65], ["feed.encoding.unsupported"],
            "truncate -s N sparse.jsonl", words: "sparse.jsonl"),
    ]
}
