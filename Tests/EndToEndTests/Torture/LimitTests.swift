import Foundation
import Glibc
import Provisioning
import Testing

/// Every limit bites at n + 1 and not at n: as it is without a configuration, and at another value.
@Suite struct LimitTests {
    /// Where each limit is tested; a new one has to be named here.
    static let tests: [String: String] = [
        "fileBytesMax": "aFileMayHaveItsLimitAndNoMore",
        "recordsMax": "aFileMayHaveSoManyRecordsAndNoMore",
        "inflationMax": "aFileMayInflateToItsLimitAndNoMore",
        "onboardingLinkLife": "aLinkLivesAsLongAsItsLimit",
        "resetLinkLife": "aLinkLivesAsLongAsItsLimit",
        "impersonationLife": "aGrantLivesAsLongAsItsLimit",
        "resendInterval": "anOnboardingMailIsNotSentTooSoon",
        "noticeLife": "MailRelayTests.theWaitsGrowAndTheLinkEndsThem",
        "chunkBytes": "ChunkingTorture", "chunkRecordsMax": "ChunkingTorture",
    ]

    @Test func everyLimitHasATest() {
        let fields = Mirror(reflecting: Limits()).children.compactMap(\.label)
        #expect(fields.count >= 27)
        let tested = (LimitCase.files + LimitCase.values).map(\.field) + Self.tests.keys
        #expect(Set(fields) == Set(tested))
    }

    @Test(arguments: LimitCase.files + LimitCase.values) func aLimitBitesBeyondItself(
        limit: LimitCase
    ) throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        for (index, value) in limit.values.enumerated() {
            // The first value is the default, but where another limit bites sooner.
            let isDefault = index == 0 && limit.values[0] != 60_000
            let section = isDefault ? "" : "limits: {\(limit.key): \(value)}\n"
            try place.write(section + limit.settings, to: "muster.yaml")
            let at = try result(of: limit.feed(value), in: place)
            #expect(at.status <= 1 && !codes(at).contains(limit.code), "\(value): \(at)")
            let beyond = try result(
                of: limit.feed(limit.isLeast ? value - 1 : value + 1), in: place)
            #expect(beyond.status == (limit.halts ? 65 : 1), "\(value): \(beyond)")
            #expect(codes(beyond).contains(limit.code), "\(value): \(beyond)")
            guard !limit.halts else { continue }
            // Its record alone, with its place.
            let lines = try ResultLine.all(in: beyond.output)
            #expect(lines.first?.outcome == "rejected" && lines.first?.line ?? 0 >= 1)
            #expect(lines.first?.codes.contains(limit.code) == true)
        }
    }

    private func result(of feed: LimitFeed, in place: Workplace) throws -> ProcessEnding {
        try place.write(feed.text, to: "feed.\(feed.format)")
        return place.muster("import", "feed.\(feed.format)", "--dry-run", "--results", "-")
    }

    /// Codes of the results, or that of the halt.
    private func codes(_ ending: ProcessEnding) -> [String] {
        let found = (try? ResultLine.all(in: ending.output).flatMap(\.codes)) ?? []
        let halt = ending.error.firstMatch(of: #/\[([a-z.-]+)\]\n/#).map { String($0.output.1) }
        return found + [halt].compactMap { $0 }
    }

    @Test func aFileMayHaveItsLimitAndNoMore() throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        let text = "username,email\nada,ada@x.example\n"
        try place.write(text, to: "feed.csv")
        for (bytes, status) in [(text.utf8.count, 0), (text.utf8.count - 1, 65)] {
            try place.write("limits: {file_bytes: \(bytes)}\n", to: "muster.yaml")
            let ending = place.muster("import", "feed.csv", "--dry-run")
            #expect(ending.status == Int32(status) && codes(ending) == Self.codes(status))
            let piped = place.muster("import", "-", "--dry-run", input: text)
            #expect(piped.status == Int32(status) && codes(piped) == Self.codes(status))
        }
        place.remove("muster.yaml")
        // As large as it may be, it is read; that takes a while.
        let head = (0..<1_000).map { "u\($0),u\($0)@x.example\n" }.joined()
        try place.write("username,email\n" + head, to: "feed.csv")
        #expect(truncate(place.path("feed.csv"), 10 << 30 + 1) == 0)
        #expect(codes(place.muster("import", "feed.csv", "--dry-run")) == Self.codes(65))
        guard TortureSize.minutes != nil else { return }
        #expect(truncate(place.path("feed.csv"), 10 << 30) == 0)
        #expect(place.muster("import", "feed.csv", "--dry-run").status == 1)
    }

    private static func codes(_ status: Int) -> [String] {
        status == 0 ? [] : ["feed.file.too-large"]
    }

    @Test func aFileMayHaveSoManyRecordsAndNoMore() throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        #expect(Limits().recordsMax == 50_000_000)
        for count in [1, 3, 100] {
            try place.write("limits: {records: \(count)}\n", to: "muster.yaml")
            for more in [0, 1] {
                let users = (0..<count + more).map { "u\($0),u\($0)@x.example\n" }.joined()
                let ending = place.muster(
                    "import", "-", "--dry-run", input: "username,email\n" + users)
                #expect(ending.status == (more == 0 ? 0 : 65))
                #expect(codes(ending) == (more == 0 ? [] : ["feed.records.too-many"]))
            }
        }
    }

    /// What inflates to more than its limit; 64 KiB are free.
    @Test func aFileMayInflateToItsLimitAndNoMore() throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        let text = "username,email\na,a@x.example\n" + String(repeating: "\n", count: 2_000_000)
        try place.write(text, to: "feed.csv")
        place.gzip("feed.csv")
        let packed = try Data(contentsOf: URL(filePath: place.path("feed.csv.gz"))).count
        #expect(packed * 100 < text.utf8.count)
        let beyond = place.muster("import", "feed.csv.gz", "--dry-run")
        #expect(beyond.status == 65)
        #expect(codes(beyond) == ["feed.compression.too-high"], "\(beyond.error)")
        let least = (text.utf8.count - (64 << 10) + packed - 1) / packed
        for (times, status) in [(least, 0), (least - 1, 65)] {
            try place.write("limits: {inflation: \(times)}\n", to: "muster.yaml")
            let ending = place.muster("import", "feed.csv.gz", "--dry-run")
            #expect(ending.status == Int32(status), "\(times): \(ending.error)")
        }
    }
}
