/// What marks a file as a directory of this program.
package enum DirectoryFormat {
    /// SQLite's `application_id`: the bytes `MSTR`.
    package static let applicationID = 0x4D53_5452
    /// SQLite's `user_version`: the newest format that this version reads and writes.
    package static let version = 4
    /// Bytes of a database page.
    package static let pageBytes = 8_192
}
