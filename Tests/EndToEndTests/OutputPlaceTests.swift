import Foundation
import Glibc
import Testing

/// Outputs that are another file in other words are refused before anything is opened.
@Suite struct OutputPlaceTests {
    private static func place() throws -> Workplace {
        let place = try ReportTests.place()
        symlink(".", place.path("lnk"))
        return place
    }

    @Test(arguments: [
        ["import", "hr.csv", "--secrets", "s.txt", "--report", "./s.txt"],
        ["import", "hr.csv", "--results", "out.csv", "--report", "./out.csv"],
        ["import", "hr.csv", "--rejects", "rej.csv", "--report", "lnk/rej.csv"],
        ["import", "hr.csv", "--results", "out.csv", "--rejects", "lnk/out.csv"],
        ["import", "hr.csv", "--secrets", "lnk/./s.txt", "--results", "s.txt"],
        ["import", "hr.csv", "--metrics", "m.txt", "--report", "m.txt"],
        ["import", "hr.csv", "--dry-run", "--results", "out.csv", "--report", "lnk/out.csv"],
        ["plan", "hr.csv", "--out", "p.plan", "--report", "lnk/p.plan"],
        ["plan", "hr.csv", "--out", "p.plan", "--results", "lnk/p.plan"],
        ["sweep", "--results", "sw", "--report", "lnk/sw"],
        ["sweep", "--metrics", "m.txt", "--report", "lnk/m.txt"],
        ["undo", "20261124-031500-7f3a90c2", "--results", "u", "--report", "lnk/u"],
    ])
    func twoOutputsAreTwoFiles(words: [String]) throws {
        let place = try Self.place()
        let names = place.names
        let ending = place.start(words).end()
        #expect(ending.status == 64, "\(ending.error)")
        #expect(ending.error.contains(" name the same file"), "\(ending.error)")
        #expect(place.names == names)
    }

    @Test func linksToAFileThatIsNotThereYetAreFollowed() throws {
        let place = try Self.place()
        symlink("out.csv", place.path("pointer"))
        let words = ["import", "hr.csv", "--results", "pointer", "--report", "out.csv"]
        #expect(place.start(words).end().status == 64)
        try place.write("", to: "one")
        link(place.path("one"), place.path("two"))
        let linked = ["import", "hr.csv", "--results", "one", "--report", "two"]
        #expect(place.start(linked).end().status == 64)
        #expect(!place.names.contains("muster.sqlite"))
    }

    @Test(arguments: [
        "muster.sqlite", "muster.sqlite-wal", "muster.sqlite-shm", "muster.sqlite-journal",
        "muster.sqlite.lock", "muster.audit-head", "muster.key", "muster.yaml", "hr.csv",
    ])
    func filesOfTheDirectoryAreNoOutputs(name: String) throws {
        let place = try Self.place()
        for option in ["--report", "--results", "--rejects", "--secrets", "--metrics"] {
            let ending = place.start(["import", "hr.csv", option, "lnk/\(name)"]).end()
            #expect(ending.status == 64, "\(option): \(ending.error)")
        }
        for words in [["plan", "hr.csv", "--out", name], ["sweep", "--report", name]]
        where name != "hr.csv" {
            #expect(place.start(words).end().status == 64, "\(words)")
        }
        #expect(place.names == ["hr.csv", "lnk"])
        #expect(try place.read("hr.csv") == ReportTests.feed)
    }

    @Test func filesBesideTheDirectoryThatALinkLeadsToAreNoOutputs() throws {
        let place = try Self.place()
        mkdir(place.path("real"), 0o700)
        #expect(place.muster("init", "--directory", "real/muster.sqlite", "--quiet").status == 0)
        symlink("real/muster.sqlite", place.path("d.sqlite"))
        let ending = place.muster(
            "import", "hr.csv", "--directory", "d.sqlite", "--report", "real/muster.sqlite-wal")
        #expect(ending.status == 64)
    }

    @Test func anAppliedPlanIsNotWrittenOver() throws {
        let place = try Self.place()
        let plan = place.muster("plan", "hr.csv", "--out", "p.plan", "--results", "r9.csv")
        #expect(plan.status == 1, "\(plan.error)")
        let before = try place.read("p.plan")
        for report in ["p.plan", "./p.plan", "lnk/p.plan", "r9.csv", "lnk/r9.csv"] {
            let ending = place.muster("apply", "p.plan", "--report", report)
            #expect(ending.status == 64, "\(report): \(ending.error)")
        }
        #expect(try place.read("p.plan") == before)
        #expect(place.muster("apply", "lnk/p.plan", "--report", "lnk/r.html").status == 1)
        #expect(try place.read("r9.csv").hasPrefix("record,"))
    }

    @Test func devicesCanBeSharedAndStandardOutputIsNoFile() throws {
        let place = try Self.place()
        let ending = place.muster(
            "import", "hr.csv", "--results", "/dev/null", "--rejects", "/dev/null")
        #expect(ending.status == 1, "\(ending.error)")
        #expect(
            place.muster("import", "hr.csv", "--results", "-", "--report", "r.html").status == 1)
    }
}
