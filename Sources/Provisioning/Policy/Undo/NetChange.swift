/// Several changes of one user as one: the earliest value before, the latest after.
///
/// What came and went in between cancels: the first mention of a membership, a device or an
/// application says whether it was there before.
struct NetChange {
    private(set) var columns: [(column: UserColumn, change: ValueChange)] = []
    private(set) var usernameKey: ValueChange?
    private(set) var emailKey: ValueChange?
    private(set) var attributes: [(name: ByteString, change: ValueChange)] = []
    /// Whether the user was a member before, and is one since, by the group's folded name.
    private(set) var groups: [(name: ByteString, before: Bool, after: Bool)] = []
    private(set) var apps: [(name: ByteString, before: Bool, after: Bool)] = []
    private(set) var deviceLimit: ChangeImage.Setting<UInt16>?
    private(set) var secondFactor: ChangeImage.Setting<SecondFactorMethod>?
    private(set) var disabledCause: ChangeImage.Setting<DisabledCause>?
    private(set) var joinedFeeds: Set<FeedID> = []
    private(set) var leftFeeds: Set<FeedID> = []
    private(set) var absence: AbsenceChange?
    /// Names of what was noted as changed by hand before, and of what was not.
    private(set) var editsBefore: Set<ByteString> = []
    private(set) var editsMade: Set<ByteString> = []
    /// Whether there was a password before, where it changed.
    private(set) var hadPassword: Bool?
    private(set) var wasOnboarded: Bool?
    private(set) var passwordExpires: ValueChange?
    /// Methods that were not enrolled before.
    private(set) var enrolled: [SecondFactorMethod] = []
    private(set) var unenrolled: [SecondFactorMethod] = []
    private(set) var backupCodesBefore: Int?
    private(set) var grantUntil: Instant?
    /// What a device was before: nil, there was none of that id.
    private(set) var devices: [(device: ByteString, before: RegisteredDevice?)] = []
    /// Names before, of devices that were only renamed.
    private(set) var deviceNames: [(device: ByteString, before: ByteString?)] = []
    private(set) var sessionsEnded = 0
    private(set) var killedLinks = false
    private(set) var endedGrants = false
    private(set) var renewedOnboarding = false

    init(_ images: [ChangeImage]) {
        for image in images { add(image) }
    }

    private mutating func add(_ image: ChangeImage) {
        for (column, change) in image.columns.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            if let known = columns.firstIndex(where: { $0.column == column }) {
                columns[known].change.after = change.after
            } else {
                columns.append((column, change))
            }
        }
        for (name, change) in image.attributes.sorted(by: { $0.key < $1.key }) {
            if let known = attributes.firstIndex(where: { $0.name == name }) {
                attributes[known].change.after = change.after
            } else {
                attributes.append((name, change))
            }
        }
        usernameKey = Self.merged(usernameKey, image.usernameKey)
        emailKey = Self.merged(emailKey, image.emailKey)
        passwordExpires = Self.merged(passwordExpires, image.passwordExpires)
        deviceLimit = Self.merged(deviceLimit, image.deviceLimit)
        secondFactor = Self.merged(secondFactor, image.secondFactor)
        disabledCause = Self.merged(disabledCause, image.disabledCause)
        for name in image.groupsLeft { Self.note(name, isAfter: false, in: &groups) }
        for name in image.groupsJoined { Self.note(name, isAfter: true, in: &groups) }
        for name in image.appsLeft { Self.note(name, isAfter: false, in: &apps) }
        for name in image.appsJoined { Self.note(name, isAfter: true, in: &apps) }
        addFeeds(image)
        addAccess(image)
        addDevices(image)
    }

    private mutating func addFeeds(_ image: ChangeImage) {
        if let feed = image.joinedFeed, leftFeeds.remove(feed) == nil { joinedFeeds.insert(feed) }
        if let next = image.absence {
            absence = AbsenceChange(
                feed: next.feed, before: absence == nil ? next.before : absence?.before,
                after: next.after)
        }
        for name in image.editsEnded where !editsMade.contains(name) { editsBefore.insert(name) }
        for name in image.editsMade where !editsBefore.contains(name) { editsMade.insert(name) }
        if let feed = image.leftFeed, joinedFeeds.remove(feed) == nil { leftFeeds.insert(feed) }
    }

    private mutating func addAccess(_ image: ChangeImage) {
        if image.setPassword != nil { hadPassword = hadPassword ?? image.hadPassword }
        if let before = image.wasOnboarded { wasOnboarded = wasOnboarded ?? before }
        for method in image.enrolmentsRemoved where !enrolled.contains(method) {
            unenrolled.append(method)
        }
        for method in image.enrolmentsAdded
        where !unenrolled.contains(method) && !enrolled.contains(method) {
            enrolled.append(method)
        }
        if let codes = image.backupCodes {
            backupCodesBefore = backupCodesBefore ?? codes.before ?? 0
        }
        grantUntil = image.grantUntil ?? grantUntil
        sessionsEnded += image.sessionsEnded
        killedLinks = killedLinks || image.killedLinks
        endedGrants = endedGrants || image.endedGrants
        renewedOnboarding = renewedOnboarding || image.movedGeneration
    }

    private mutating func addDevices(_ image: ChangeImage) {
        func isKnown(_ device: ByteString) -> Bool {
            devices.contains { $0.device == device }
        }
        for device in image.devicesRemoved where !isKnown(device.device) {
            var before = device
            if let renamed = deviceNames.first(where: { $0.device == device.device }) {
                before.name = renamed.before
            }
            devices.append((device.device, before))
        }
        for device in image.devicesRegistered where !isKnown(device.device) {
            devices.append((device.device, nil))
        }
        for (device, change) in image.devicesRenamed.sorted(by: { $0.key < $1.key })
        where !isKnown(device) && !deviceNames.contains(where: { $0.device == device }) {
            deviceNames.append((device, change.before))
        }
        deviceNames.removeAll { isKnown($0.device) }
    }

    private static func merged(_ known: ValueChange?, _ next: ValueChange?) -> ValueChange? {
        guard let known, let next else { return known ?? next }
        return ValueChange(before: known.before, after: next.after)
    }

    private static func merged<Value>(
        _ known: ChangeImage.Setting<Value>?, _ next: ChangeImage.Setting<Value>?
    ) -> ChangeImage.Setting<Value>? {
        guard let known, let next else { return known ?? next }
        return ChangeImage.Setting(before: known.before, after: next.after)
    }

    private static func note(
        _ name: ByteString, isAfter: Bool,
        in list: inout [(name: ByteString, before: Bool, after: Bool)]
    ) {
        let key = GroupTable.fold(name)
        if let known = list.firstIndex(where: { GroupTable.fold($0.name) == key }) {
            list[known].after = isAfter
        } else {
            list.append((name, !isAfter, isAfter))
        }
    }
}
