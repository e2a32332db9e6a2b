import Foundation
import Testing

/// XML documents that mean harm are refused with their place, at little cost and without a trace.
@Suite struct HostileDocumentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var title: String
        var code: String
        /// How the message goes on behind the name of the feed.
        var place: String
        /// Commands of the shell that write the document, which no disk need hold.
        var script: String
        var testDescription: String { title }

        init(_ title: String, _ code: String, _ place: String, _ script: String) {
            self.title = title
            self.code = code
            self.place = place
            self.script = script
        }
    }

    static let large = [
        Case(
            "300,000 attributes", "xml.attributes.too-many", ":2:1 ",
            #"echo '<users>'; printf '<user'; seq -f " a%.0f='1'" 300000; echo '/></users>'"#),
        Case(
            "2,000,000 names", "xml.names.too-many", ":",
            "echo '<users>'; seq -f '<n%.0f/>' 2000000; echo '</users>'"),
        Case(
            "2,000,000 names in a record", "xml.names.too-many", ":",
            "echo '<users><user>'; seq -f '<n%.0f/>' 2000000"),
        Case(
            "a gigabyte of text", "xml.text.too-long", ":",
            "printf '<users><user><username>'; yes | head -c 1073741824"),
        Case(
            "a gigabyte in one line", "xml.text.too-long", ":1:",
            "printf '<users><user><!--'; yes | tr -d '\\n' | head -c 1073741824"),
        Case(
            "a gigabyte of NULs", "xml.document.malformed", ":401:1 ",
            "yes '<?x 12345?>' | head -n 400; head -c 1073741824 /dev/zero"),
        Case(
            "depth 1,000,000", "xml.depth.too-deep", ":17:", "yes '<users>' | head -n 1000000"),
        Case(
            "a record of a gigabyte that does not end", "xml.document.malformed", ":",
            "printf '<users><user>'; yes '<groups>0123456789</groups>' | head -n 4000000"),
    ]

    /// Memory that a run may allocate, stacks included, in KiB: 64 MiB above the 48 MiB that are
    /// enough for a single record.
    static let allocationMax = (48 + 64) << 10

    @Test(arguments: large) func aLargeShapeIsRefusedInLittleMemory(hostile: Case) throws {
        let place = try Workplace(isOptimised: true)
        let ending = Self.pipe(hostile.script, into: place)
        Self.expectRefusal(ending, of: "standard input", hostile)
        #expect(place.names.isEmpty, "\(place.names)")
    }

    @Test func aSparseFileIsRefusedByItsFirstBytes() throws {
        let place = try Workplace(isOptimised: true)
        try place.write("", to: "sparse.xml")
        #expect(truncate(place.path("sparse.xml"), 1 << 30) == 0)
        let ending = place.muster("import", "sparse.xml", "--dry-run")
        #expect(ending.status == 65)
        #expect(ending.error.contains("[feed.encoding.unsupported]"), "\(ending.error)")
        #expect(place.names == ["sparse.xml"])
    }

    /// Documents with what they must not have.
    static let documents = [
        "<!DOCTYPE u [\(laughs)]>\n<users><user><username>&l9;</username></user></users>",
        "<!DOCTYPE u [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n"
            + "<users><user><username>&e;</username></user></users>",
        "<!DOCTYPE u [<!ENTITY e SYSTEM 'http://127.0.0.1:1/e'>]>\n"
            + "<users><user><username>&e;</username></user></users>",
        "<!DOCTYPE users SYSTEM 'http://127.0.0.1:1/u.dtd'>\n<users/>",
        "<!DOCTYPE u [<!ENTITY % p SYSTEM 'file:///etc/hostname'>%p;]>\n<users/>",
        "<!DOCTYPE u [<!ENTITY % p '<!ENTITY e SYSTEM \"file:///etc/passwd\">'>%p;]>\n<users/>",
        "<!-- <!DOCTYPE u SYSTEM 'file:///etc/passwd'> -->\n<users/>",
        "<users><user><n><![CDATA[]]></n></user><!DOCTYPE u SYSTEM 'file:///etc/passwd'></users>",
    ]

    static var laughs: String {
        "<!ENTITY l0 'ha'>"
            + (1..<10).map { level in
                "<!ENTITY l\(level) '"
                    + String(repeating: "&l\(level - 1);", count: 10) + "'>"
            }.joined()
    }

    static let encodings: [(name: String, mark: [UInt8], encoding: String.Encoding)] = [
        ("UTF-8", [], .utf8), ("UTF-8", [0xEF, 0xBB, 0xBF], .utf8),
        ("UTF-16", [0xFF, 0xFE], .utf16LittleEndian), ("UTF-16", [0xFE, 0xFF], .utf16BigEndian),
    ]

    @Test(arguments: documents) func aDocumentTypeIsRefusedInEachEncoding(text: String) throws {
        let place = try Workplace(isOptimised: true)
        for encoding in Self.encodings {
            let whole = "<?xml version='1.0' encoding='\(encoding.name)'?>\n" + text
            let bytes = encoding.mark + Array(try #require(whole.data(using: encoding.encoding)))
            try place.write(bytes, to: "evil.xml")
            let column = (text.range(of: "<!DOCTYPE")?.lowerBound.utf16Offset(in: text) ?? 0) + 1
            let refused = Case(text, "xml.doctype.forbidden", ":2:\(column) ", "dd bs=1 <evil.xml")
            Self.expectRefusal(
                place.muster("import", "evil.xml", "--dry-run"), of: "evil.xml", refused)
            // Byte for byte: no read gets the whole word.
            Self.expectRefusal(
                Self.pipe(refused.script, into: place), of: "standard input", refused)
            #expect(place.names == ["evil.xml"])
        }
    }

    /// Documents that are read, and name files and hosts where a reader might follow them.
    static let naming = [
        "<?xml-stylesheet href='file:///etc/hostname'?><users><user/></users>",
        "<users xmlns:xi='http://www.w3.org/2001/XInclude'><user>"
            + "<xi:include href='file:///etc/hostname' parse='text'/></user></users>",
        "<users xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
            + "xsi:noNamespaceSchemaLocation='http://127.0.0.1:1/s.xsd'><user/></users>",
        "<users xml:base='file:///etc/hostname'><user xmlns='http://127.0.0.1:1/n'/></users>",
    ]

    @Test func nothingThatADocumentNamesIsOpened() throws {
        let texts = Self.documents + Self.naming
        let place = try Workplace(isOptimised: true)
        let trial = Self.shell("strace -o trial true", in: place)
        guard trial.status == 0 else {
            print("skipped \(texts.count) documents: strace(1) does not work here")
            return
        }
        try place.write("secret", to: "secret")
        for text in texts {
            // Muster itself asks the system who runs it.
            let text = text.replacing("/etc/passwd", with: place.path("secret"))
            try place.write(text, to: "evil.xml")
            let ending = Self.shell(
                "exec strace -f -e trace=%file,%network -o trace \"$0\" import evil.xml --dry-run",
                in: place)
            #expect(ending.status == (text.contains("<!DOCTYPE") ? 65 : 1), "\(ending.error)")
            let calls = try place.read("trace")
            #expect(calls.contains("\"evil.xml\""))
            for word in ["/secret", "/etc/hostname", "u.dtd", "s.xsd", "127.0.0.1"] {
                #expect(!calls.contains(word), "\(text): \(word)")
            }
            // The C library may ask a local service who runs this.
            let sockets = calls.split(separator: "\n").filter {
                $0.contains("socket(") && !$0.contains("AF_UNIX")
            }
            #expect(sockets.isEmpty, "\(text): \(sockets)")
        }
        print("strace saw \(texts.count) documents open nothing that they name")
    }

    private static func expectRefusal(
        _ ending: ProcessEnding, of feed: String, _ hostile: Case
    ) {
        #expect(ending.status == 65, "\(hostile): \(ending)")
        #expect(
            ending.error.contains("muster: \(feed)\(hostile.place)"), "\(hostile): \(ending.error)")
        #expect(ending.error.contains(#/:\d+:\d+ .*\n/#), "\(hostile): \(ending.error)")
        #expect(ending.error.contains("[\(hostile.code)]"), "\(hostile): \(ending.error)")
    }

    /// Runs an import, with its allocations bounded, of what a script writes.
    private static func pipe(_ script: String, into place: Workplace) -> ProcessEnding {
        shell(
            "{ \(script); } 2>/dev/null | "
                + "{ ulimit -d \(allocationMax); exec \"$0\" import - --dry-run; }",
            in: place)
    }

    private static func shell(_ script: String, in place: Workplace) -> ProcessEnding {
        ChildProcess(
            "/bin/sh", ["-c", script, BuiltBinary.path], folder: place.folder,
            environment: place.environment
        ).end()
    }
}
