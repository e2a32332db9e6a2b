import ArgumentParser
import Muster
import Provisioning
import ResultReporting

/// `muster generate-manual`, which `make install` and packagers use; no help lists it.
struct GenerateManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-manual", abstract: "Writes the manual pages into a folder.",
        usage: "muster generate-manual <folder>",
        discussion: "Examples:\n  muster generate-manual man1", shouldDisplay: false)

    @Argument(help: "The folder, which must be there.", completion: .directory)
    var folder: String

    func run() throws {
        let pages = ManualPages(try CommandDescription.root(), version: ProgramVersion.text)
        for page in pages.all {
            try AtomicFile.write(ByteString(page.text), to: "\(folder)/\(page.name)")
        }
    }
}
