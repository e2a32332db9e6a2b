import Provisioning

/// Says which device limit and second factor hold for a user, and where they come from.
struct PolicyExplaining {
    let groups: GroupTable
    let policy: DirectoryPolicy

    /// The two settings of a user as the directory is now.
    ///
    /// `says` tells whether the record itself gives a column.
    func policies(of user: UserState, says: (UserColumn) -> Bool) -> [Explanation.Policy] {
        let limit = DeviceLimitRules.effective(user, groups: groups, policy: policy)
        let method = SecondFactorRules(policy: policy).effective(user, groups: groups)
        let limitGroup = user.groups.first { entry($0).deviceLimit == limit }
        let methodGroup = user.groups.first { entry($0).secondFactor != nil }
        return [
            Explanation.Policy(
                name: "device limit", value: "\(limit)",
                source: source(
                    isOwn: user.deviceLimit != nil, says(.deviceLimit), limitGroup)),
            Explanation.Policy(
                name: "second factor", value: method.word,
                source: source(
                    isOwn: user.secondFactor != nil, says(.secondFactor), methodGroup)),
        ]
    }

    private func entry(_ index: GroupIndex) -> GroupEntry { groups.entries[Int(index)] }

    private func source(isOwn: Bool, _ recordSays: Bool, _ group: GroupIndex?) -> String {
        if isOwn { return recordSays ? "the record says so" : "the user's own" }
        if let group { return "group \"\(MessageText.quoted(entry(group).name.text))\"" }
        return "the global default: neither user nor group has one"
    }
}
