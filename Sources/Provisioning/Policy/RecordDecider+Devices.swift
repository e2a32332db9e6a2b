/// Devices, and the limit that they count against.
extension RecordDecider {
    /// Registers a device, if the limit has room for it.
    func register(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        guard let device = batch.bytes(record, .device) else { return }
        let name = batch.bytes(record, .deviceName)
        if var known = user.access.devices.first(where: { $0.device == device }) {
            guard let name, name != known.name else { return }
            known.name = name
            changes.access.devicesRenamed = [known]
            return
        }
        let limit = Int(
            DeviceLimitRules.effective(user, groups: context.groups, policy: context.policy))
        let surplus = user.access.devices.count + 1 - limit
        if surplus > 0 {
            guard context.policy.deviceLimitOver == .dropOldest else {
                findings.append(
                    DecisionFinding(
                        .policyDeviceLimitReached, column: .device,
                        related: UInt32(user.access.devices.count), other: UInt32(limit)))
                return
            }
            let oldest = user.access.devices.prefix(surplus).map(\.device)
            drop(oldest, of: user, into: &changes.access)
        }
        changes.access.devicesRegistered = [
            RegisteredDevice(device: device, name: name, registeredAt: context.now)
        ]
    }

    /// Looks at what a changed limit means for the devices that are there.
    func checkDevices(
        against changes: inout UserChanges, user: UserState
    ) {
        guard let own = changes.deviceLimit, !user.access.devices.isEmpty else { return }
        var after = user
        after.deviceLimit = own
        let limit = Int(
            DeviceLimitRules.effective(after, groups: context.groups, policy: context.policy))
        let count = user.access.devices.count
        guard count > limit else { return }
        let code: IssueCode
        switch context.policy.deviceLimitOver {
        case .keep: code = .policyDeviceLimitExceeded
        case .refuse: code = .policyDeviceLimitBelowRegistered
        case .dropOldest:
            let oldest = user.access.devices.prefix(count - limit).map(\.device)
            drop(oldest, of: user, into: &changes.access)
            return
        }
        findings.append(
            DecisionFinding(
                code, column: .deviceLimit, related: UInt32(count), other: UInt32(limit)))
    }

    /// Removes devices and ends the sessions on them.
    func drop(
        _ devices: [ByteString], of user: UserState, into access: inout AccessChanges
    ) {
        access.devicesRemoved += devices
        access.sessionsEnded += user.access.sessions.filter { session in
            session.device.map(devices.contains) ?? false
        }.map(\.id)
    }
}
