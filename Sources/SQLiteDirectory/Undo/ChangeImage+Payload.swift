import Provisioning

/// Reads what `ChangePayload` writes.
extension ChangeImage {
    /// nil: the text is not one that this program wrote.
    init?(payload: UnsafeRawBufferPointer) {
        guard let value = PayloadValue(payload), let version = value["version"]?.number else {
            return nil
        }
        self.init()
        self.version = UInt32(truncatingIfNeeded: version)
        for (name, change) in value["columns"]?.members ?? [] {
            guard let column = UserColumn(name: name.text), let change = change.change else {
                return nil
            }
            columns[column] = change
        }
        for (name, change) in value["attributes"]?.members ?? [] {
            attributes[name] = change.change
        }
        usernameKey = value["username_key"]?.change
        emailKey = value["email_key"]?.change
        groupsJoined = value["groups_joined"]?.texts ?? []
        groupsLeft = value["groups_left"]?.texts ?? []
        readSettings(value)
        readAccess(value)
        readDevices(value)
    }

    private mutating func readSettings(_ value: PayloadValue) {
        deviceLimit = value["device_limit"]?.setting { $0.number.map { UInt16(clamping: $0) } }
        secondFactor = value["second_factor"]?.setting { $0.text.flatMap(Self.method) }
        disabledCause = value["disabled_cause"]?.setting {
            $0.number.flatMap { DisabledCause(rawValue: UInt8(truncatingIfNeeded: $0)) }
        }
        joinedFeed = value["joins_feed"]?.number.map { FeedID(UInt32(truncatingIfNeeded: $0)) }
        leftFeed = value["leaves_feed"]?.number.map { FeedID(UInt32(truncatingIfNeeded: $0)) }
        absence = Self.absence(value["absence"])
        editsMade = value["manual_edits"]?["made"]?.texts ?? []
        editsEnded = value["manual_edits"]?["ended"]?.texts ?? []
        appsJoined = value["apps_joined"]?.texts ?? []
        appsLeft = value["apps_left"]?.texts ?? []
    }

    private mutating func readAccess(_ value: PayloadValue) {
        setPassword = value["password"]?.text.map { $0 == "set" }
        hadPassword = value["had_password"]?.number == 1
        passwordExpires = value["password_expires"]?.change
        wasOnboarded = value["onboarded"]?.elements.first.map { $0.number == 1 }
        movedGeneration = value["onboarding_generation"] != nil
        enrolmentsAdded = (value["enrolments_added"]?.texts ?? []).compactMap(Self.method)
        enrolmentsRemoved = (value["enrolments_removed"]?.texts ?? []).compactMap(Self.method)
        backupCodes = value["backup_codes"]?.setting { $0.number.map { Int($0) } }
        grantUntil = value["grant_until"]?.number.map { Instant(milliseconds: $0) }
        sessionsEnded = value["sessions_ended"]?.elements.count ?? 0
        killedLinks = value["links_killed"] != nil
        endedGrants = value["grants_ended"] != nil
    }

    private mutating func readDevices(_ value: PayloadValue) {
        devicesRegistered = Self.devices(value["devices_registered"])
        devicesRemoved = Self.devices(value["devices_removed"])
        for (device, change) in value["devices_renamed"]?.members ?? [] {
            devicesRenamed[device] = change.change
        }
    }

    private static func absence(_ value: PayloadValue?) -> AbsenceChange? {
        guard let value, let feed = value["feed"]?.number else { return nil }
        func side(_ name: ByteString) -> FeedAbsence? {
            guard let side = value[name], let files = side["files"]?.number,
                let since = side["since"]?.number
            else { return nil }
            return FeedAbsence(
                files: UInt32(clamping: files), since: Instant(milliseconds: since),
                leftAt: side["left_at"]?.number.map { Instant(milliseconds: $0) })
        }
        return AbsenceChange(
            feed: FeedID(UInt32(truncatingIfNeeded: feed)), before: side("before"),
            after: side("after"))
    }

    private static func method(_ word: ByteString) -> SecondFactorMethod? {
        SecondFactorMethod(word: word.text)
    }

    private static func devices(_ value: PayloadValue?) -> [RegisteredDevice] {
        (value?.elements ?? []).compactMap { device in
            guard let id = device["device"]?.text, let at = device["registered_at"]?.number else {
                return nil
            }
            return RegisteredDevice(
                device: id, name: device["name"]?.text,
                registeredAt: Instant(milliseconds: at))
        }
    }
}
