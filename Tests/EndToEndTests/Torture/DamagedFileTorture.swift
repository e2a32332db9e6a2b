import Credentials
import Foundation
import Glibc
import Muster
import Testing

/// Plans, keys and audit heads with any byte changed, cut or left out are refused, and change nothing.
@Suite struct DamagedFileTorture {
    private static let bits = TortureSize.pick(submission: 1, release: 8)

    /// Each way in which a file can be off by one place, with its name.
    private static func damages(of bytes: [UInt8]) -> some Sequence<(String, [UInt8])> {
        bytes.indices.lazy.flatMap { index -> [(String, [UInt8])] in
            var damages = (0..<bits).map { bit -> (String, [UInt8]) in
                var flipped = bytes
                flipped[index] ^= 1 << ((index + bit) % 8)
                return ("bit \((index + bit) % 8) of byte \(index)", flipped)
            }
            // A byte less moves all that follow, so that every fourth of them is enough every day.
            guard index % TortureSize.pick(submission: 4, release: 1) == 0 else { return damages }
            var shorter = bytes
            shorter.remove(at: index)
            damages.append(("without byte \(index)", shorter))
            damages.append(("cut at \(index)", Array(bytes[..<index])))
            return damages
        }
    }

    @Test func aPlanIsRefusedWhateverByteIsOff() throws {
        let place = try PlanTests.place()
        #expect(try PlanTests.plan(place).status == 1)
        let key = try KeyFile.load(place.path("muster.key"))
        let bytes = Array(try Data(contentsOf: URL(filePath: place.path("next.plan"))))
        #expect(try PlanFile(path: place.path("next.plan")).isSealed(by: key))
        var count = 0
        for (title, damaged) in Self.damages(of: bytes) {
            try place.write(damaged, to: "damaged.plan")
            count += 1
            // Its last line end says nothing.
            if damaged.count == bytes.count - 1, damaged.elementsEqual(bytes.dropLast()) {
                continue
            }
            guard let plan = try? PlanFile(path: place.path("damaged.plan")) else { continue }
            #expect(!plan.isSealed(by: key), "\(title)")
        }
        TortureFigures.note("damages", in: "plan files", count)
        // What the program does with one whose seal alone is wrong.
        let before = try place.contents()
        var resealed = bytes
        let digit = try #require(bytes.lastIndex { $0 >= 0x30 && $0 <= 0x39 })
        resealed[digit] ^= 1
        try place.write(resealed, to: "resealed.plan")
        #expect(place.muster("apply", "resealed.plan").status == 65)
        #expect(try place.contents() == before)
    }

    @Test func noOtherKeyWritesToADirectory() throws {
        let place = try Workplace()
        #expect(place.muster("user", "add", "ada", "ada@example.com", "--quiet").status == 0)
        let bytes = Array(try Data(contentsOf: URL(filePath: place.path("muster.key"))))
        // The comments before it may say anything.
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let line = Array(try #require(lines.last)) + [UInt8(ascii: "\n")]
        #expect(line.starts(with: "muster-key-v1 ".utf8))
        let directory = MusterDirectory(path: place.path("muster.sqlite"))
        let entries = try DirectoryFile(place).count("audit")
        var count = 0
        // The line end may be missing.
        for (title, damaged) in Self.damages(of: line) where !damaged.elementsEqual(line.dropLast())
        {
            count += 1
            try place.write(damaged, to: "muster.key")
            place.chmod("muster.key", 0o600)
            do throws(MusterError) {
                try directory.perform("update", on: "ada", values: ["first_name": "A\(count)"])
                Issue.record("\(title): the key was taken")
            } catch {
                #expect(error.status == 78, "\(title): \(error)")
            }
        }
        #expect(try DirectoryFile(place).count("audit") == entries)
        try place.write(bytes, to: "muster.key")
        place.chmod("muster.key", 0o600)
        #expect(place.muster("audit", "verify").status == 0)
        #expect(place.muster("user", "update", "ada", "--first-name", "A").status == 0)
        TortureFigures.note("damages", in: "key files", count)
    }

    @Test func anAuditHeadThatIsOffIsFound() throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        #expect(place.muster("user", "add", "ada", "ada@example.com", "--quiet").status == 0)
        let bytes = Array(try Data(contentsOf: URL(filePath: place.path("muster.audit-head"))))
        var count = 0
        for (title, damaged) in Self.damages(of: bytes) {
            // Its line end says nothing.
            if damaged.elementsEqual(bytes.dropLast()) { continue }
            count += 1
            try place.write(damaged, to: "muster.audit-head")
            #expect(place.muster("audit", "verify").status == 1, "\(title)")
        }
        TortureFigures.note("damages", in: "audit heads", count)
    }
}
