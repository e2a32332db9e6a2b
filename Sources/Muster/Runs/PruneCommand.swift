package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster runs prune` does and prints.
package struct PruneCommand {
    private let place: DirectoryPlace
    private let actor: String
    /// Only runs older than this; nil: of any age.
    package var olderThan: Duration?
    /// Newest runs that stay; nil: none for that reason.
    package var keeping: Int?
    package var erasesBeforeImages = false
    package var isDryRun = false

    package init(_ place: DirectoryPlace, actor: String) {
        self.place = place
        self.actor = actor
    }

    /// Removes old run folders, and says what it has freed.
    /// - Throws: a halt with status 64 if nothing says what is old; 66, 74, 75 or 78.
    package func run(format: CommandFormat, to output: StandardOutput) throws(RunHalt) {
        guard olderThan != nil || keeping != nil else {
            throw RunHalt(
                .usage, .usageOptionInvalid, "nothing says which runs are old",
                advice: "Say --older-than 90d, or --keep 100, or both.")
        }
        var rules = RunPruning.Rules()
        if let olderThan {
            let now = SystemClock().now().milliseconds
            rules.before = Instant(milliseconds: now - olderThan.components.seconds * 1_000)
        }
        rules.keeping = keeping ?? 0
        rules.erasesBeforeImages = erasesBeforeImages
        rules.isRehearsal = isDryRun
        // A directory that is not there is not made for this.
        let reading = try place.openForReading()
        let writes = erasesBeforeImages && !isDryRun
        let directory = writes ? try place.openForCommand(clock: SystemClock()) : reading
        let ending = try RunPruning(place, directory: directory, actor: actor).prune(rules)
        switch format {
        case .text: try output.write(text(ending))
        case .json: try output.write(object(ending))
        }
        try output.flush()
    }

    private func text(_ ending: RunPruning.Ending) -> String {
        let verb = isDryRun ? "would remove" : "removed"
        let count = ending.folders.count
        var text = "\(verb) \(GroupedNumber.text(UInt64(count))) run folder\(count == 1 ? "" : "s")"
        if count > 0 { text += ", \(size(ending.bytes))" }
        text += "\n"
        if erasesBeforeImages {
            let images = ending.beforeImages
            text += "\(isDryRun ? "would erase" : "erased") \(GroupedNumber.text(UInt64(images))) "
            text += "before-image\(images == 1 ? "" : "s")"
            text += images == 0 ? "\n" : ": their runs cannot be undone any more\n"
        }
        for refusal in ending.refused { text += "left \(refusal.run): \(refusal.reason)\n" }
        return text
    }

    private func object(_ ending: RunPruning.Ending) -> ByteString {
        PrintedRow(
            cells: [],
            members: [
                ("dry_run", .truth(isDryRun)), ("run", .text(ending.run)),
                ("folders", .texts(ending.folders)), ("bytes", .number(ending.bytes)),
                ("before_images", .number(UInt64(ending.beforeImages))),
                ("left", .texts(ending.refused.map { "\($0.run): \($0.reason)" })),
            ]
        ).object
    }

    private func size(_ bytes: UInt64) -> String {
        for (unit, shift) in [("GiB", UInt64(30)), ("MiB", 20), ("KiB", 10)]
        where bytes >> shift > 0 {
            let tenths = (bytes * 10) >> shift
            return "\(GroupedNumber.text(tenths / 10)).\(tenths % 10) \(unit)"
        }
        return "\(bytes) bytes"
    }
}
