import Glibc
import Provisioning
import ResultReporting
import Testing

/// Where a run's files stand.
@Suite struct RunFolderTests {
    @Test func folderStandsBesideTheDirectory() throws {
        let folder = try RunFolder(beside: "/srv/idp/muster.sqlite", run: "20261124-031500-7f3a")
        #expect(folder.results == "/srv/idp/muster.runs/20261124-031500-7f3a/results.csv")
        #expect(try RunFolder(beside: "muster.sqlite", run: "r").input == "./muster.runs/r/input")
        #expect(
            try RunFolder(beside: "/m.sqlite", run: "r").rejects == "/muster.runs/r/rejects.csv")
        #expect(folder.rejects(format: "jsonl").hasSuffix("-7f3a/rejects.jsonl"))
    }

    @Test(arguments: ["", ".", "..", "a/b", "../x", "a b", "a\u{0}", ".hidden", "ä"])
    func namesThatLeadElsewhereAreRefused(run: String) {
        #expect(throws: RunHalt.self) { try RunFolder(beside: "muster.sqlite", run: run) }
    }

    @Test func foldersAreForTheirUserAlone() throws {
        let place = try TemporaryFolder()
        let folder = try RunFolder(beside: place.file("muster.sqlite"), run: "r1")
        try folder.create()
        try folder.create()
        #expect(mode(of: folder.path) == 0o700)
        #expect(mode(of: place.file("muster.runs")) == 0o700)
        try AtomicFile.write("x", to: folder.input)
        try folder.removeInput()
        try folder.removeInput()
        #expect(access(folder.input, F_OK) != 0)
    }

    @Test func fileInPlaceOfTheFolderIsSaid() throws {
        let place = try TemporaryFolder()
        try AtomicFile.write("x", to: place.file("muster.runs"))
        let folder = try RunFolder(beside: place.file("muster.sqlite"), run: "r1")
        do {
            try folder.create()
            Testing.Issue.record("nothing was thrown")
        } catch {
            #expect(error.status == .cannotCreate)
        }
    }
}
