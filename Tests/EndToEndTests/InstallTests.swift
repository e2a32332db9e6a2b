import Foundation
import Testing

/// `make install` and `make uninstall`, with the program that these tests run.
@Suite struct InstallTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static func make(_ target: String, in place: Workplace) -> ProcessEnding {
        ChildProcess(
            "/usr/bin/make",
            [
                "-C", root, target, "MUSTER=\(BuiltBinary.path)", "PREFIX=/usr",
                "DESTDIR=\(place.path("stage"))",
            ], folder: place.folder, environment: place.environment
        ).end()
    }

    private static func files(in place: Workplace) -> [String] {
        let all = FileManager.default.enumerator(atPath: place.path("stage"))?.allObjects ?? []
        return all.compactMap { $0 as? String }.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(
                atPath: place.path("stage/\(name)"), isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }

    @Test func whatIsInstalledIsWhatThereIsAndGoesAgain() throws {
        let place = try Workplace()
        let installed = Self.make("install-built", in: place)
        #expect(installed.status == 0, "\(installed.error)")
        let pages =
            ["muster"]
            + CommandTree.all.filter { $0.words.count == 1 }.map {
                "muster-\($0.words[0])"
            }
        let expected =
            [
                "usr/bin/muster", "usr/share/bash-completion/completions/muster",
                "usr/share/fish/vendor_completions.d/muster.fish",
                "usr/share/zsh/site-functions/_muster",
            ] + pages.map { "usr/share/man/man1/\($0).1" }
        #expect(Self.files(in: place) == expected.sorted())
        #expect(place.mode(of: "stage/usr/bin/muster") == 0o755)
        for file in expected.dropFirst() { #expect(place.mode(of: "stage/\(file)") == 0o644) }
        #expect(Self.make("uninstall", in: place).status == 0)
        #expect(Self.files(in: place) == [])
    }
}
