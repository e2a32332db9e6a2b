import Provisioning
import ResultReporting

/// Which files of raw records an import writes.
struct KeptFiles {
    /// Path of the rejects file; nil: none is wanted.
    let rejects: String?
    /// Path of a second file, for `explain`; nil: the first one serves, or none is kept.
    let copy: String?

    /// A dry run has no folder.
    init(
        _ kept: KeptInput, _ options: ImportOptions, _ folder: RunFolder?, _ form: OpenedFeed.Form
    ) {
        let inFolder = folder?.rejects(format: form.fileExtension)
        rejects = options.rejects ?? (kept == .none ? nil : inFolder)
        copy =
            switch kept {
            case .none: nil
            case .rejected: options.rejects == nil ? nil : inFolder
            case .all: folder?.records(format: form.fileExtension)
            }
    }
}

extension OpenedFeed {
    /// Writes records of this feed as it is written itself.
    func rejectsEncoding(
        _ profile: FeedProfile, masks: Bool, isSpreadsheetSafe: Bool = false
    ) throws(RunHalt) -> any RejectsEncoding {
        let hasMark = profile.encoding != nil
        switch form {
        case .csv(let dialect):
            return CSVRejectsEncoding(
                header: try source.header(),
                dialect: FeedDialect(
                    profile, delimiter: dialect.delimiter, isSpreadsheetSafe: isSpreadsheetSafe),
                secretColumns: masks ? mapping.secretSourceColumns : [])
        case .jsonLines:
            return JSONRejectsEncoding(masksSecrets: masks, hasByteOrderMark: hasMark)
        case .xml(let opening, let closing):
            return XMLRejectsEncoding(
                opening: opening, closing: closing, masksSecrets: masks,
                hasByteOrderMark: hasMark)
        }
    }
}
