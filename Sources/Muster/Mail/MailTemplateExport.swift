package import MailDelivery
package import Provisioning

/// Where mail goes, as `--transport` has it.
package typealias MailPlace = TransportSettings.Place

/// Writes the built-in templates where an administrator can change them.
package enum MailTemplateExport {
    /// Writes them into a new folder, and says what is there in a sentence.
    ///
    /// It throws a halt with status 73 if the folder is there already, or cannot be made.
    package static func write(to folder: String) throws(RunHalt) -> String {
        try MailTemplates.write(to: folder)
        return "Wrote the built-in templates to \(MessageText.path(folder)); "
            + "set mail.templates to use them."
    }

    /// What `write` has done, for programs.
    package static func json(_ folder: String) -> ByteString {
        PrintedRow(cells: [], members: [("folder", .text(folder))]).object
    }
}
