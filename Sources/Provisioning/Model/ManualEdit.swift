/// Names of what an administrator can change about a user by hand: the fields of which the directory
/// notes that a command changed them since a feed last set them.
///
/// A name is that of a column (`department`, `enabled`), of a custom attribute (`attr.costCenter`), or
/// of one membership (`group:staff`, `app:wiki`). Group and application stand by the form in which
/// their names are compared, so that a note outlives a group that is deleted and made again.
package enum ManualEdit {
    /// The column, attribute or membership that a name means.
    package enum Field: Equatable, Sendable {
        case column(UserColumn)
        /// A custom attribute, named without its `attr.` prefix.
        case attribute(ByteString)
        /// A group or an application, by the compared form of its name.
        case group(ByteString)
        case app(ByteString)
    }

    private static let attributePrefix: ByteString = "attr."
    private static let groupPrefix: ByteString = "group:"
    private static let appPrefix: ByteString = "app:"

    /// The name of one of the user's own fields.
    package static func name(of column: UserColumn) -> ByteString { ByteString(column.name) }

    /// The name of a custom attribute; `name` is without its prefix.
    package static func name(ofAttribute name: ByteString) -> ByteString {
        attributePrefix + name
    }

    /// The name of a membership; `group` is the group's name as written.
    package static func name(ofGroup group: ByteString) -> ByteString {
        groupPrefix + GroupTable.fold(group)
    }

    /// The name of an assignment; `app` is the application's name as written.
    package static func name(ofApp app: ByteString) -> ByteString {
        appPrefix + GroupTable.fold(app)
    }

    /// What a name means; nil: a newer version of the program wrote it.
    package static func field(_ name: ByteString) -> Field? {
        if let rest = name.dropping(attributePrefix) { return .attribute(rest) }
        if let rest = name.dropping(groupPrefix) { return .group(rest) }
        if let rest = name.dropping(appPrefix) { return .app(rest) }
        return UserColumn(name: name.text).map { .column($0) }
    }
}

extension ByteString {
    fileprivate static func + (left: Self, right: Self) -> Self {
        Self(left.bytes + right.bytes)
    }

    /// What follows `prefix`; nil: these bytes begin otherwise.
    fileprivate func dropping(_ prefix: Self) -> Self? {
        guard bytes.starts(with: prefix.bytes) else { return nil }
        return Self(bytes[prefix.bytes.count...])
    }
}
