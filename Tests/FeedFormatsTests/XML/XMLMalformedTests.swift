import FeedFormats
import Foundation
import Provisioning
import Testing

/// What is not well-formed is refused with its place, and never read in part without a word.
@Suite struct XMLMalformedTests {
    @Test(arguments: [
        ("<users>\n<user>\n</users>", "3:1 ", "<user> is closed by </users>"),
        ("<users>\r<user>\r</users>", "3:1 ", "<user> is closed by </users>"),
        ("<users><user>&nbsp;</user></users>", "1:14 ", "entity &nbsp; is not declared"),
        ("<users><user a='1' a='2'/></users>", "1:", "attribute a is there twice"),
        ("<users><user a=1/></users>", "1:", "in quotes"),
        ("<users><user a='<'/></users>", "1:", "written &lt;"),
        ("<users><user>a & b</user></users>", "1:", "written &lt; or &amp;"),
        ("<users><user>]]></user></users>", "1:", "]]&gt;"),
        ("<users><user><p:a/></user></users>", "1:", "declared by no xmlns attribute (p)"),
        ("<users><user>\u{8}</user></users>", "1:14", "does not allow"),
        ("<users><user>\0</user></users>", "1:14", ""),
        ("<users/><users/>", "1:9", "behind the end of the root"),
        ("users", "1:1", ""), ("{\"a\":1}", "1:1", ""), ("<users><!-- -- --></users>", "1:", "--"),
        ("<users><!ELEMENT a></users>", "1:8", "neither a comment"),
        ("<users><![IGNORE[a]]></users>", "1:8", ""),
        ("<users><![CDATA[x", "1:18 ", "within a CDATA section"),
        ("\n<?xml version='1.0'?><users/>", "2:", ""),
        ("<users xmlns='no name'/>", "1:", ""), ("<users xmlns:p=''/>", "1:", ""),
    ])
    func aFaultIsNamedWithItsPlace(text: String, place: String, words: String) throws {
        for chunkBytes in [1, 7, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            let found = try #require(xmlHalt(text, limits: limits))
            #expect(found.code == .xmlDocumentMalformed)
            #expect(found.status == .malformedFile)
            #expect(found.message.hasPrefix("test feed:\(place)"), "\(found.message)")
            #expect(words.isEmpty || found.message.contains(words), "\(found.message)")
        }
    }

    /// The parser takes long sections in parts, and its own place is that of the last part.
    @Test(arguments: [1, 299, 300, 301, 700, 5_000])
    func aFileThatBreaksOffIsSaidToEndWhereItEnds(length: Int) throws {
        let openings = [
            "<users><user><![CDATA[", "<users>\n<user><n>", "<users><user><!--", "<users><?p ",
        ]
        for opening in openings {
            let text = opening + String(repeating: "x", count: length)
            let line = opening.contains("\n") ? 2 : 1
            let column = text.utf8.count - (line == 2 ? 8 : 0) + 1
            for chunkBytes in [1, 7, 299, 1 << 20] {
                var limits = Limits()
                limits.chunkBytes = chunkBytes
                let found = try #require(xmlHalt(text, limits: limits))
                #expect(found.message.hasPrefix("test feed:\(line):\(column) the file ends"))
            }
        }
    }

    /// The parser holds back what it cannot decide about yet, and how much that is depends on the
    /// pieces that it is given.
    @Test(arguments: [
        ("<!DOe n=\"1\"</user>\u{1}<f d/ ", [0xBF], "1:2 "), ("<n a='1]]?><<", [0xED], "1:12 "),
        ("<users><n a='?>", Array("<!DOCTYPE a>".utf8), "1:"),
        ("<!--><!-- c -->", [], "1:8 "), ("<!--->x", [], "1:8 the file ends"),
        ("<users>" + String(repeating: " ", count: 600) + "]]>", [], "1:608 "),
        ("<users>" + String(repeating: "x", count: 298) + "]]>", [], "1:306 "),
        ("<users>" + String(repeating: "x", count: 300) + "\0", [], "1:308 "),
        ("<users><![CDATA[" + String(repeating: "x", count: 900) + "\u{8}xxx", [], "1:917 "),
    ])
    func whatTheParserHoldsBackIsJudgedAlike(text: String, end: [UInt8], place: String) throws {
        for chunkBytes in [1, 2, 7, 100, 299, 300, 301, 307, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            let found = try #require(xmlHalt(Array(text.utf8) + end, limits: limits))
            #expect(found.code == .xmlDocumentMalformed, "\(chunkBytes): \(found.message)")
            let isThere = found.message.hasPrefix("test feed:\(place)")
            #expect(isThere, "\(chunkBytes): \(found.message)")
        }
    }

    @Test(arguments: ["<!-->c-->", "<!--->c-->", "<!-- -->", "<!---->"])
    func aCommentMayBeginWithWhatLooksLikeItsEnd(comment: String) throws {
        let user = "<user>\(comment)<n>a\(comment)b</n></user>"
        let text = "\(comment)<users>\(comment)\(user)</users>\(comment)"
        for chunkBytes in [1, 2, 3, 4, 5, 6, 7, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            #expect(try XMLSource(text, limits: limits).seenRecords().map(\.values) == [["n=ab"]])
        }
    }

    /// The parser holds text back until there is enough of it; what comes behind is seen before.
    @Test(arguments: [1, 50, 299, 301, 900])
    func whatIsWrongFirstIsSaidHoweverTheFeedIsCut(length: Int) throws {
        let filler = String(repeating: "x", count: length)
        let stops: [[UInt8]] = [
            [0xD2], Array("<!DOCTYPE a>".utf8), Array("<u \u{D2}".utf8) + [0xD2],
        ]
        for wrong in ["\u{8}", "]]>"] {
            for stop in stops {
                let bytes = Array("<users>\(wrong)\(filler)".utf8) + stop + Array("</users>".utf8)
                var messages: Set<String> = []
                for chunkBytes in [1, 2, 7, 100, 299, 301, 1 << 20] {
                    var limits = Limits()
                    limits.chunkBytes = chunkBytes
                    messages.insert(try #require(xmlHalt(bytes, limits: limits)).message)
                }
                #expect(messages.count == 1, "\(messages)")
                #expect(
                    messages.first?.hasPrefix("test feed:1:\(wrong == "]]>" ? "" : "8 ")") == true)
            }
        }
    }

    @Test(arguments: ["users", "./users", "../a/b#c", "?x", ""])
    func aRelativeNameOfANamespaceIsNoFault(name: String) throws {
        let text =
            "<users xmlns='\(name)' xmlns:p='p\(name)'><user p:id='1'><p:n>a</p:n></user>"
            + "<user xmlns='x\(name)'><n>b</n></user></users>"
        let records = try XMLSource(text).seenRecords()
        #expect(records.map(\.values) == [["@id=1", "n=a"], ["n=b"]])
        let broken = xmlHalt(text.replacing("</n>", with: "</m>"))
        #expect(broken?.message.contains("<n> is closed by </m>") == true)
    }

    @Test(arguments: [
        "<!DOCTYPE users [<!ENTITY a 'x'>]><users>&a;</users>",
        "<?xml version='1.0'?><!DOCTYPE users SYSTEM 'file:///etc/passwd'><users/>",
        "<users><!-- <!DOCTYPE a> --></users>", "<users><![CDATA[<!DOCTYPE]]></users>",
        "<users><?p <!DOCTYPE ?></users>", "<users><user/><!DOCTYPE a><user/></users>",
    ])
    func aDocumentTypeIsRefusedWhereverItStandsAndHoweverItIsCut(text: String) throws {
        let place = try #require(text.range(of: "<!DOCTYPE"))
        let column = text.distance(from: text.startIndex, to: place.lowerBound) + 1
        for chunkBytes in 1...text.utf8.count {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            let found = xmlHalt(text, limits: limits)
            #expect(found?.code == .xmlDoctypeForbidden)
            #expect(found?.message.hasPrefix("test feed:1:\(column) ") == true)
        }
    }

    @Test(arguments: ["1.1", "2.0", "1.00"])
    func otherVersionsAreRefused(version: String) {
        #expect(xmlHalt("<?xml version='\(version)'?><users/>")?.code == .xmlVersionUnsupported)
    }

    @Test(arguments: ["UTF-16", "ISO-8859-1", "UCS-4", "x-none"])
    func theDeclaredEncodingSwitchesNothing(encoding: String) throws {
        let text =
            "<?xml version='1.0' encoding='\(encoding)'?><users><user><n>é</n></user></users>"
        #expect(try XMLSource(text).seenRecords().first?.values == ["n=é"])
    }

    @Test func truncationAtEveryByteIsAnErrorWithItsPlace() {
        let bytes = HardDocument.bytes
        let end = bytes.count - Array("\n<?end?>\n".utf8).count
        for count in 4..<end {
            let found = XMLReadingOutcome(Array(bytes.prefix(count))).halt
            #expect(found?.status == .malformedFile, "cut at \(count)")
            let place = found?.message.split(separator: " ").dropFirst().first?
                .split(separator: ":").dropFirst().compactMap { Int($0) }
            #expect(place?.count == 2, "cut at \(count): \(found?.message ?? "read")")
        }
    }

    @Test func aFlippedBitNeverLosesARecordWithoutAWord() {
        let bytes = HardDocument.bytes
        for index in bytes.indices {
            var flipped = bytes
            flipped[index] ^= 1 << (index % 8)
            let outcome = XMLReadingOutcome(flipped)
            if outcome.halt != nil || outcome.records.count >= HardDocument.records { continue }
            // A record that became a comment, say, is not there; one that lost its name is noted.
            let isNoted = outcome.notices.count > 1
            #expect(isNoted, "byte \(index): \(outcome.records)")
        }
    }

    @Test func theErrorFilesOfLibxml2AreRefusedWithALine() throws {
        guard let folder = Corpus.folder("libxml2/test", cases: 76) else { return }
        var files = 0
        let found = FileManager.default.enumerator(atPath: folder.path)
        while let name = found?.nextObject() as? String {
            let path = folder.appendingPathComponent(name).path
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if isFolder.boolValue { continue }
            files += 1
            for chunkBytes in [7, 1 << 20] {
                var limits = Limits()
                limits.chunkBytes = chunkBytes
                let halt = halt {
                    _ = try XMLSource(input: try FileInput(path: path), limits: limits)
                        .seenRecords()
                }
                #expect(halt?.status == .malformedFile, "\(name)")
                let message = halt?.message ?? "read"
                let isPlaced = message.contains(#/:[1-9]\d*:[1-9]\d* |\bline [1-9]/#)
                #expect(isPlaced, "\(name): \(message)")
            }
        }
        print("libxml2 error files: \(files) refused")
        #expect(files == 76)
    }
}
