import Foundation
import Testing

/// How runs hang together: repeats, rejects that come back, old folders.
@Suite struct RunHistoryTests {
    private static func feed(_ email: String) -> String {
        """
        username,email,external_id
        ada,ada@corp.example,E1
        bob,\(email),E2

        """
    }

    @Test func theSameFileIsRecognised() throws {
        let place = try Workplace()
        try place.write(Self.feed("bob@corp.example"), to: "hr.csv")
        let first = place.muster("import", "hr.csv", "--feed", "hr")
        #expect(!first.output.contains("The same file"))
        let run = place.newestRun
        let other = place.muster("import", "hr.csv", "--feed", "other")
        #expect(!other.output.contains("The same file"), "another feed has files of its own")
        let again = place.muster("import", "hr.csv", "--feed", "hr")
        #expect(again.status == 0)
        #expect(again.output.contains("The same file as run \(run) of "), "\(again.output)")
        let summary = try place.read("muster.runs/\(place.newestRun)/summary.json")
        #expect(summary.contains("\"repeats_run\": \"\(run)\""), "\(summary)")
    }

    @Test func aRejectIsOpenUntilItIsAccepted() throws {
        let place = try Workplace()
        try place.write(Self.feed("bob@@corp.example"), to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "hr", "--max-rejects", "none")
        let run = place.newestRun
        let shown = place.muster("runs", "show", run).output
        #expect(shown.contains("record 2 [field.email.malformed], 1 attempt\n"), "\(shown)")
        let again = place.muster("import", "hr.csv", "--feed", "hr", "--max-rejects", "none")
        #expect(
            ChildProcessText.flat(again.output).contains(
                "1 record is still open from earlier runs (\(run): 1)"), "\(again.output)")
        #expect(
            place.muster("runs", "show", run).output.contains(
                "record 2 [field.email.malformed], 2 attempts"))
        #expect(!place.muster("runs", "show", place.newestRun).output.contains("Still open"))
        // Another feed has nothing to do with it.
        try place.write(Self.feed("bob@corp.example"), to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "other")
        #expect(place.muster("runs", "show", run).output.contains("Still open"))
        let corrected = place.muster("import", "hr.csv", "--feed", "hr")
        #expect(!corrected.output.contains("still open"), "\(corrected.output)")
        #expect(!place.muster("runs", "show", run).output.contains("Still open"))
    }

    @Test func aRejectsFileThatComesBackIsLinkedToItsRun() throws {
        let place = try Workplace()
        try place.write(Self.feed("bob@@corp.example"), to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "hr", "--max-rejects", "none")
        let run = place.newestRun
        let rejects = try place.read("muster.runs/\(run)/rejects.csv")
        try place.write(
            rejects.replacingOccurrences(of: "bob@@corp.example,E2", with: "bob@corp.example,E2"),
            to: "fixed.csv")
        let ending = place.muster("import", "fixed.csv", "--feed", "hr")
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        let later = place.newestRun
        #expect(
            ChildProcessText.flat(place.muster("runs", "show", later).output).contains(
                "First attempt \(run)"))
        #expect(
            ChildProcessText.flat(place.muster("runs", "show", run).output).contains(
                "Later attempts \(later)"))
        let list = place.muster("runs", "list", "--feed", "hr").output
        #expect(list.contains("rejects of \(run)"), "\(list)")
    }

    @Test func theListIsNarrowedByStateAndTime() throws {
        let place = try Workplace()
        try place.write(Self.feed("bob@@corp.example"), to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "hr", "--max-rejects", "0")
        place.muster("user", "add", "cyn", "cyn@corp.example")
        #expect(place.muster("runs", "list").lines.count == 2)
        #expect(place.muster("runs", "list", "--state", "stopped").lines.count == 1)
        #expect(place.muster("runs", "list", "--state", "interrupted").lines.isEmpty)
        #expect(place.muster("runs", "list", "--since", "2999-01-01").lines.isEmpty)
        #expect(place.muster("runs", "list", "--since", "2020-01-01").lines.count == 2)
        let wrong = place.muster("runs", "list", "--state", "over")
        #expect(wrong.status == 64)
        #expect(wrong.error.contains("is no state of a run"), "\(wrong.error)")
    }

    @Test func pruningRemovesOldFoldersAndKeepsTheHistory() throws {
        let place = try Workplace()
        try place.write(Self.feed("bob@corp.example"), to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "hr")
        try place.write(Self.feed("bobby@corp.example"), to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "hr")
        let run = place.newestRun
        #expect(place.muster("runs", "prune").status == 64)
        let rehearsal = place.muster("runs", "prune", "--keep", "0", "--dry-run")
        #expect(rehearsal.output.hasPrefix("would remove 2 run folders"), "\(rehearsal.output)")
        #expect(place.names(in: "muster.runs").count == 2)
        #expect(
            place.muster("runs", "prune", "--older-than", "90d").output
                == "removed 0 run folders\n")
        let ending = place.muster("runs", "prune", "--keep", "0", "--before-images")
        #expect(ending.status == 0, "\(ending.error)")
        #expect(ending.output.contains("removed 2 run folders"), "\(ending.output)")
        #expect(ending.output.contains("erased 1 before-image:"), "\(ending.output)")
        #expect(place.names(in: "muster.runs").isEmpty)
        #expect(place.muster("runs", "list", "--feed", "hr").lines.count == 2)
        let verdict = place.muster("audit", "verify")
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.error)")
        let answer = place.explanation(run, "2")
        #expect(answer.contains("the values before and after were erased"), "\(answer)")
    }

    @Test func aFolderWithSomethingElseInItStays() throws {
        let place = try Workplace()
        try place.write(Self.feed("bob@corp.example"), to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "hr")
        let run = place.newestRun
        try place.write("mine", to: "precious.txt")
        place.remove("muster.runs/\(run)/report.html")
        try FileManager.default.createSymbolicLink(
            atPath: place.path("muster.runs/\(run)/report.html"),
            withDestinationPath: place.path("precious.txt"))
        let ending = place.muster("runs", "prune", "--keep", "0")
        #expect(ending.output.contains("left \(run): \"report.html\" in it is no file"))
        #expect(place.names(in: "muster.runs/\(run)").contains("results.csv"))
        #expect(try place.read("precious.txt") == "mine")
    }

    @Test func theNewestFullFileAndWhatIsInterruptedStay() throws {
        let place = try Workplace()
        try place.write("feeds: {hr: {mode: full}}\n", to: "muster.yaml")
        for name in ["bob", "bobby", "robert"] {
            try place.write(Self.feed("\(name)@corp.example"), to: "hr.csv")
            place.muster("import", "hr.csv", "--feed", "hr")
        }
        let newest = place.newestRun
        #expect(place.muster("runs", "prune", "--keep", "0").output.contains("removed 2 run"))
        #expect(place.names(in: "muster.runs") == [newest])
    }
}
