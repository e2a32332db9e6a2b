/// The columns of a feed whose records name their own values (XML, JSON Lines), found while it is
/// read.
///
/// A reader asks for the field of each name that it meets; names are dotted paths within the
/// record, such as `name.givenName`, `@id` or `emails[0].value`. Each reading thread has its own
/// object, and fields are numbered as the names come, so numbers of two objects differ.
package final class FoundColumns {
    /// What a reader does with the values of a name.
    package enum Kind: UInt8, Sendable {
        /// One value a record: a second one is a fault of the record (`field.value.several`).
        case single
        /// Any number of values: the reader joins them with the profile's first list separator.
        case list
        /// Nobody wants it: the reader leaves the value out, and keeps no field.
        case unused
    }

    /// Fields known so far; all records of a chunk have at most as many.
    package var count: Int { sources.count }
    /// Keys of array elements by which wanted names choose one: `type`, `primary`, and those of the
    /// profile's own names.
    package let filterKeys: [ByteString]

    /// The columns by field.
    private(set) var sources: [HeaderMapping.Source] = []
    /// Slots of the records' values, with those of the derivations.
    private(set) var layout: ColumnLayout
    /// Fields of `muster_codes` and `muster_messages`; -1: no record has them yet.
    private(set) var codesField = -1
    private(set) var messagesField = -1

    let resolver: NameResolver
    private let emptyLayout: ColumnLayout
    private let profile: FeedProfile
    private let columnsMax: Int
    private var names = NameTable()
    private let choosers: ElementChoosers
    /// Names that count for the limit: all but ignored ones.
    private var counted = 0
    private var noted: [(name: String, issue: RecordIssue)] = []
    private var unusedPairs: Set<[Int]> = []

    /// Begins with no column.
    ///
    /// - Parameters:
    ///   - mapping: made for records that name their own values.
    ///   - profile: of the feed.
    ///   - options: wishes of the command line.
    ///   - limits: bounds of the feed.
    /// - Throws: a halt with status 64 or 78 for wishes that contradict each other.
    package convenience init(
        mapping: HeaderMapping, profile: FeedProfile, options: [ColumnAssignment] = [],
        limits: Limits
    ) throws(RunHalt) {
        self.init(
            layout: mapping.layout, profile: profile, columnsMax: limits.columnsMax,
            resolver: try NameResolver(profile: profile, options: options))
    }

    private init(
        layout: ColumnLayout, profile: FeedProfile, columnsMax: Int, resolver: NameResolver
    ) {
        emptyLayout = layout
        self.layout = layout
        self.profile = profile
        self.columnsMax = columnsMax
        self.resolver = resolver
        choosers = ElementChoosers(wished: resolver.wishedNames)
        filterKeys = choosers.keys
    }

    /// Columns of the same feed with none found: for another thread, or another reading.
    package func empty() -> FoundColumns {
        FoundColumns(
            layout: emptyLayout, profile: profile, columnsMax: columnsMax, resolver: resolver)
    }

    /// The field of the column called `name`, and what is to be done with its values; the field of
    /// an unused name is -1. A name that is new is resolved and remembered.
    ///
    /// - Complexity: one hash of the name, for a name that was there before.
    /// - Throws: a halt with status 65 for an unknown column where the profile wants an error, for
    ///   more than `Limits.columnsMax` names, or for two names that are one attribute.
    package func field(
        named name: UnsafeRawBufferPointer
    ) throws(RunHalt) -> (field: Int, kind: Kind) {
        if let known = names.entry(of: name) { return (known.field, known.kind) }
        return try add(String(decoding: name, as: UTF8.self), name)
    }

    /// Whether a name means something to the profile or the table of aliases; asked for names that
    /// a reader could make (`emails[type eq "work"].value`) before it makes them. Remembers
    /// nothing of a name that means nothing.
    package func wants(_ name: UnsafeRawBufferPointer) -> Bool {
        if let known = names.entry(of: name) { return known.kind != .unused }
        guard choosers.mayChoose(name) else { return false }
        if case .value = resolver.meaning(of: String(decoding: name, as: UTF8.self)) {
            return true
        }
        return false
    }

    /// The name of a field as the feed spells it.
    package func name(of field: Int) -> String { sources[field].header.written }

    /// Names that nothing is read from, as far as something was said about them.
    package var namesLeftOut: [String] {
        let kept = Set(sources.map { $0.header.written })
        return noted.map(\.name).filter { !kept.contains($0) }
    }

    /// Whether a name was found by which a user can be told from others: username, e-mail address,
    /// employee or external id, or the user that an order is for.
    package var hasUserNames: Bool {
        sources.contains { source in
            guard case .value(.column(let column), _) = source.role else { return false }
            return switch column {
            case .username, .email, .employeeID, .externalID, .user: true
            default: false
            }
        }
    }

    // MARK: Notices

    /// What a person should know about the names found so far; warnings.
    package var notices: [RecordIssue] { noted.map(\.issue) }

    /// Warnings about names that somebody has said something about and no record has.
    package var missingWishes: [RecordIssue] {
        let found = Set(sources.map { $0.header.folded })
        return resolver.wishedNames.filter { !found.contains(HeaderName($0).folded) }.map {
            RecordIssue(
                .feedColumnNotMapped, column: $0,
                finding: "no record has \"\(MessageText.quoted($0))\", which the profile or --map"
                    + " names", severity: .warning)
        }
    }

    /// Notes that a record has a value that is not used, because it has a better name for the same
    /// column as well; said once for two names.
    func noteUnused(_ field: Int, insteadOf used: Int) {
        guard unusedPairs.insert([field, used]).inserted else { return }
        let name = sources[field].header.written
        // Names that choose an element of an array are made by the reader: nobody wrote them.
        if name.contains("[") { return }
        guard case .value(let target, _) = sources[field].role else { return }
        note(
            .feedColumnUnused, name,
            "is unused where a record has \"\(MessageText.quoted(sources[used].header.written))\""
                + " as well, from which \(target.name) is read")
    }

    private func note(_ code: IssueCode, _ name: String, _ predicate: String) {
        if profile.unknownColumns == .ignore && code == .feedColumnUnknown { return }
        noted.append(
            (
                name,
                RecordIssue(
                    code, column: name, value: name, finding: predicate, severity: .warning)
            ))
    }

    // MARK: New names

    private func add(
        _ name: String, _ bytes: UnsafeRawBufferPointer
    ) throws(RunHalt) -> (field: Int, kind: Kind) {
        let meaning = resolver.meaning(of: name)
        if meaning == .ignored {
            // What is ignored may have any number of names below it; not all are remembered.
            guard names.count < 4 * columnsMax else { return (-1, .unused) }
            let isSecret = SecretNames.includes(name) && sources.count < 2 * columnsMax
            let answer = isSecret ? (keepUnread(name), Kind.single) : (-1, .unused)
            names.add(bytes, field: answer.0, kind: answer.1)
            return answer
        }
        guard counted < columnsMax else {
            throw RunHalt(
                .malformedFile, .feedHeaderTooManyColumns,
                "the records have more than \(columnsMax) different names of values, the last one"
                    + " \"\(MessageText.quoted(name))\"",
                advice: "List names that are of no use under ignore in the profile (a name there"
                    + " stands for all below it as well), or raise the limit.")
        }
        counted += 1
        var answer = try settle(name, meaning)
        if answer.kind == .unused, SecretNames.includes(name) {
            answer = (keepUnread(name), .single)
        }
        names.add(bytes, field: answer.field, kind: answer.kind)
        return answer
    }

    /// A field for a value that nothing is read from: it must be known where a secret stands, so
    /// that it can be masked.
    private func keepUnread(_ name: String) -> Int { append(name, .none) }

    private func settle(
        _ name: String, _ meaning: NameResolver.Meaning
    ) throws(RunHalt) -> (field: Int, kind: Kind) {
        switch meaning {
        case .value(let target, let reading, let rank):
            return (try append(name, target, reading, rank), Self.kind(of: target))
        case .hashMarker: return (append(name, .hashMarker), .single)
        case .reject(let column):
            let field = append(name, .none)
            if column == ByteString(RejectColumns.codes) { codesField = field }
            if column == ByteString(RejectColumns.messages) { messagesField = field }
            return (field, .single)
        case .ignored: return (-1, .unused)
        case .unused(let target, let source):
            note(
                .feedColumnUnused, name,
                "is unused: \(target.name) is read from \"\(MessageText.quoted(source))\"")
            return (-1, .unused)
        case .unknown where choosers.isStemOfWish(name): return (-1, .unused)
        case .unknown(let proposal, let reason):
            return try settleUnknown(name, proposal, reason)
        }
    }

    private func settleUnknown(
        _ name: String, _ proposal: ColumnTarget?, _ reason: String?
    ) throws(RunHalt) -> (field: Int, kind: Kind) {
        let meant = proposal.map { ": is \($0.name) meant?" } ?? reason.map { ": \($0)" } ?? ""
        if profile.unknownColumns == .error {
            throw RunHalt(
                .malformedFile, .feedColumnUnknown,
                "a record has the unknown column \"\(MessageText.quoted(name))\"\(meant)",
                advice: "Map it (--map \"Their Name=column\"), or list it under ignore in the"
                    + " profile.")
        }
        let makesAttribute = profile.unknownColumns == .attributes && !name.isEmpty
        let fate = makesAttribute ? "read as attr.\(name)" : "left out"
        let what = proposal == nil && reason != nil ? "is" : "is not a known column and is"
        note(
            proposal == nil ? .feedColumnUnknown : .feedColumnMisspelled, name,
            "\(what) \(fate)\(meant)")
        guard makesAttribute else { return (-1, .unused) }
        return (try append(name, .attribute(name), .plain, 0), .single)
    }

    private static func kind(of target: ColumnTarget) -> Kind {
        target == .column(.groups) || target == .column(.apps) ? .list : .single
    }

    private func append(
        _ name: String, _ target: ColumnTarget, _ reading: CellReading, _ rank: Int
    ) throws(RunHalt) -> Int {
        let slot: Int
        switch target {
        case .column(let column): slot = layout.addColumn(column)
        case .attribute(let attribute):
            let twin = sources.first { source in
                if case .value(target, _) = source.role { true } else { false }
            }
            if let twin {
                throw RunHalt(
                    .malformedFile, .feedColumnColliding,
                    "the names \"\(MessageText.quoted(twin.header.written))\" and"
                        + " \"\(MessageText.quoted(name))\" are both \(target.name)",
                    advice: "Ignore one of them in the profile.")
            }
            let bytes = ByteString(attribute)
            let known = layout.attributeSlots.first { $0.name == bytes }?.slot
            slot = known ?? layout.addAttribute(bytes)
        }
        return append(name, .value(target, slot: slot), reading, rank)
    }

    private func append(
        _ name: String, _ role: HeaderMapping.Role, _ reading: CellReading = .plain,
        _ rank: Int = 0
    ) -> Int {
        sources.append(
            HeaderMapping.Source(
                header: HeaderName(name), role: role, reading: reading, rank: rank))
        return sources.count - 1
    }
}
