import Testing

/// Whom a record is about: keys, renames, recycled and ambiguous ones.
@Suite struct MatchingTests {
    static let base = """
        username,email,external_id
        ada,ada@example.com,E1
        bob,bob@example.com,E2
        cyd,cyd@example.com,
        """

    /// A feed that follows the base, and what its records give.
    struct Case: CustomStringConvertible, Sendable {
        let claim: String
        let feed: String
        let expected: [String]
        var description: String { claim }
        init(_ claim: String, _ feed: String, _ expected: String...) {
            self.claim = claim
            self.feed = feed
            self.expected = expected
        }
    }

    static let cases = [
        Case(
            "a known external_id with a new username is a rename",
            "username,email,external_id\nada2,ada@example.com,E1\n", "updated"),
        Case(
            "a known external_id with a new e-mail is a change of address",
            "username,email,external_id\nada,ada@new.example,E1\n", "updated"),
        Case(
            "an e-mail with another external_id is a recycled address",
            "username,email,external_id\nzoe,ada@example.com,E9\n",
            "rejected:match.external-id.differs"),
        Case(
            "a username with another external_id is a recycled name",
            "username,email,external_id\nada,zoe@example.com,E9\n",
            "rejected:match.external-id.differs"),
        Case(
            "keys that lead to different users are refused",
            "username,email,external_id\nbob,ada@example.com,E1\n",
            "rejected:match.user.ambiguous"),
        Case(
            "an e-mail that matches with another username is refused",
            "username,email\nzoe,ada@example.com\n", "rejected:match.username.differs"),
        Case(
            "a username whose e-mail belongs to somebody else is refused",
            "username,email\nada,bob@example.com\n", "rejected:match.user.ambiguous"),
        Case(
            "a user without external_id adopts the record's",
            "username,email,external_id\ncyd,cyd@example.com,E3\n", "updated"),
        Case(
            "letter case does not make another user",
            "username,email\nADA,Ada@Example.COM\n", "updated"),
        Case(
            "the user column renames",
            "user,username,email\nada,ada2,ada@example.com\n", "updated"),
        Case(
            "the user column takes a number and an external id",
            "action,user,device_limit\nset-device-limit,id:1,4\nset-device-limit,ext:E2,4\n",
            "applied", "applied"),
        Case(
            "an unknown user column is refused",
            "user,username,email\nnobody,zoe,zoe@example.com\n",
            "rejected:match.user.not-found"),
        Case(
            "update of nobody is refused",
            "action,username,email\nupdate,zoe,zoe@example.com\n",
            "rejected:match.user.not-found"),
        Case(
            "add of an identical user is unchanged",
            "action,username,email,external_id\nadd,ada,ada@example.com,E1\n", "unchanged"),
        Case(
            "add of a different one is refused",
            "action,username,email,first_name\nadd,ada,ada@example.com,Ada\n",
            "rejected:match.user.exists"),
        Case(
            "delete needs both keys to match",
            "action,username,email\ndelete,ada,bob@example.com\ndelete,ada,ada@example.com\n",
            "rejected:match.email.differs", "deleted"),
        Case(
            "upsert of nobody without an e-mail names what it lacks",
            "username,external_id\nzoe,E9\n", "rejected:field.email.missing"),
    ]

    @Test func actionOnARecycledNameIsRefused() throws {
        let scenario = try Scenario()
        try scenario.load(Self.base)
        let imported = try scenario.load(
            """
            action,external_id,username,email
            disable,E9,ada,ada@example.com
            delete,E9,ada,ada@example.com
            """)
        #expect(
            imported.words == [
                "rejected:match.external-id.differs", "rejected:match.external-id.differs",
            ])
    }

    @Test(arguments: ["id:3221225472", "id:4294967295", "id:99"])
    func numberOfNobodyIsNotFound(_ user: String) throws {
        let scenario = try Scenario()
        try scenario.load(Self.base)
        let imported = try scenario.load(
            "action,user,username,email\nadd,,zoe,zoe@example.com\ndisable,\(user),,\n")
        #expect(imported.words == ["created", "rejected:match.user.not-found"])
    }

    @Test(arguments: cases) func recordLeadsTo(_ example: Case) throws {
        let scenario = try Scenario()
        try scenario.load(Self.base)
        let imported = try scenario.load(example.feed)
        #expect(imported.words == example.expected, "\(imported.results)")
    }

    @Test func renameUnderUserIsUnchangedWhenRepeated() throws {
        let scenario = try Scenario()
        try scenario.load(Self.base)
        let rename = "user,username,email\nada,ada2,ada@example.com\n"
        #expect(try scenario.load(rename).words == ["updated"])
        #expect(try scenario.load(rename).words == ["unchanged"])
    }

    @Test func renamedKeyIsFreeForTheNextRecord() throws {
        let scenario = try Scenario()
        try scenario.load(Self.base)
        let imported = try scenario.load(
            """
            username,email,external_id
            ada2,ada2@example.com,E1
            ada,ada@example.com,E7
            """)
        #expect(imported.words == ["updated", "created"])
    }

    @Test func deletedUserMakesRoomInTheSameFile() throws {
        let scenario = try Scenario()
        try scenario.load(Self.base)
        let imported = try scenario.load(
            """
            action,username,email
            delete,ada,ada@example.com
            add,ada,ada@example.com
            disable,ada,
            """)
        #expect(imported.words == ["deleted", "created", "disabled"])
    }
}
