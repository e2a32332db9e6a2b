/// Which number of devices holds for a user.
package enum DeviceLimitRules {
    /// The own limit, else the largest of the user's groups, else the global default.
    package static func effective(
        _ user: UserState, groups: GroupTable, policy: DirectoryPolicy
    ) -> UInt16 {
        if let own = user.deviceLimit { return own }
        let ofGroups = user.groups.compactMap { groups.entries[Int($0)].deviceLimit }
        return ofGroups.max() ?? policy.deviceLimitDefault
    }
}
