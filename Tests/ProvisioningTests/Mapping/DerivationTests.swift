import Provisioning
import Testing

/// Values that a profile makes from others.
@Suite struct DerivationTests {
    private func profile(_ derivations: [String: String]) -> FeedProfile {
        var profile = FeedProfile()
        profile.derivations = derivations
        return profile
    }

    private let names = [
        "username": "{first_name:1}{last_name}", "email": "{username}@corp.example",
    ]

    @Test(arguments: [
        ("Ada", "Lovelace", "alovelace"), ("Zoë", "O'Brien", "zobrien"),
        ("Ørjan", "Strauß", "ostrauss"), ("Đorđe", "Łukasz-Żak", "dlukasz-zak"),
        ("Æsa", "de la Cruz", "adelacruz"), ("Þóra", "D’Arcy", "tdarcy"),
    ])
    func usernameAndEmailAreDerivedInASCII(first: String, last: String, name: String) throws {
        let batch = try FeedSample(
            ["first_name", "last_name"], [[first, last]], profile: profile(names)
        ).batch()
        #expect(batch.text(0, .username) == name)
        #expect(batch.text(0, .email) == "\(name)@corp.example")
        #expect(batch.bytes(0, slot: ColumnLayout.usernameKeySlot)?.text == name)
        #expect(batch.keyHashes[0] != 0 && batch.keyHashes[1] != 0)
        #expect(batch.hasErrors == [false])
        let written = try FeedSample(["username"], [[name]]).batch()
        #expect(written.keyHashes[0] == batch.keyHashes[0])
    }

    @Test func writtenValueStaysAndOnlyDerivedOnesAreMarked() throws {
        let batch = try FeedSample(
            ["first_name", "last_name", "username"], [["Ada", "L", "boss"], ["Ada", "L", ""]],
            profile: profile(names)
        ).batch()
        #expect(batch.text(0, .username) == "boss")
        #expect(batch.text(0, .email) == "boss@corp.example")
        let username = try #require(batch.layout.slot(of: .username))
        let email = try #require(batch.layout.slot(of: .email))
        #expect(!batch.isDerived(0, slot: username))
        #expect(batch.isDerived(0, slot: email))
        #expect(batch.isDerived(1, slot: username))
        #expect(batch.isDerived(1, slot: ColumnLayout.usernameKeySlot))
        #expect(!batch.isDerived(0, slot: ColumnLayout.usernameKeySlot))
    }

    @Test func feedWithoutDerivationsHasNoMasks() throws {
        let batch = try FeedSample(["username"], [["ada"]]).batch()
        #expect(batch.derivedSlots.isEmpty)
        #expect(!batch.isDerived(0, slot: 0))
    }

    @Test func missingInputDerivesNothingAndIsExplained() throws {
        var profile = profile(names)
        profile.defaultAction = .add
        let batch = try FeedSample(
            ["first_name", "last_name"], [["Ada", ""]], profile: profile
        ).batch()
        #expect(batch.codes(0) == [.fieldUsernameMissing, .fieldEmailMissing])
        #expect(batch.issues(of: 0)[0].finding.contains("because last_name is empty"))
    }

    @Test func faultyInputIsTheOnlyFault() throws {
        var profile = profile(["display_name": "{email}", "email": "{username}@corp.example"])
        profile.defaultAction = .add
        let batch = try FeedSample(["username"], [["a b\u{7}"]], profile: profile).batch()
        #expect(batch.codes(0).count == 1)
        #expect(batch.issues(of: 0)[0].column == "username")
    }

    @Test func unwritableAndRefusedValuesNameColumnAndTemplate() throws {
        let batch = try FeedSample(
            ["first_name", "last_name", "external_id"],
            [["Иван", "Б", "1"], ["a", "b", "2"]],
            profile: profile(["username": "{first_name}", "email": "{last_name}@@x"])
        ).batch()
        #expect(batch.codes(0) == [.fieldDerivedFailed, .fieldDerivedFailed])
        #expect(batch.codes(1) == [.fieldDerivedFailed])
        let issue = batch.issues(of: 1)[0]
        #expect(issue.column == "email")
        #expect(issue.value == "b@@x")
        #expect(issue.finding.contains("\"{last_name}@@x\""))
    }

    @Test(arguments: [
        ("{first_name} {last_name}", "Zoë O'Brien"),
        ("{last_name|upper}, {first_name:1}.", "O'BRIEN, Z."),
        ("{first_name|ascii}", "Zoe"), ("{last_name|compact|lower}", "obrien"),
        ("{{{first_name}}}", "{Zoë}"), ("{first_name}{department?}", "Zoë"),
        ("{department?} {first_name} {last_name}", "Zoë O'Brien"),
        ("{first_name} {department?} {last_name}", "Zoë O'Brien"),
        ("{first_name} {department?}", "Zoë"), ("{department?}", nil),
        ("{first_name}{department}", nil), ("{attr.rank}-{first_name:2}", "7-Zo"),
    ])
    func templateLanguageMakesAValue(template: String, made: String?) throws {
        let batch = try FeedSample(
            ["username", "first_name", "last_name", "department", "attr.rank"],
            [["z", "Zoë", "O'Brien", "", "7"]], profile: profile(["display_name": template])
        ).batch()
        #expect(batch.text(0, .displayName) == made)
    }

    @Test func attributesAreDerivedToo() throws {
        let batch = try FeedSample(
            ["username", "department"], [["ada", "R&D"]],
            profile: profile(["attr.cost": "CC-{department}"])
        ).batch()
        #expect(batch.attribute(0, "cost") == "CC-R&D")
    }

    @Test(arguments: [
        ["email": "{username"], ["email": "username}"], ["email": "fixed@corp.example"],
        ["email": "{usrname}@x"], ["email": "{username:0}"], ["email": "{username:x}"],
        ["email": "{username|shout}"], ["email": "{password}"], ["password": "{username}"],
        ["action": "{username}"], ["mail": "{username}"], ["email": "{email}"],
        ["email": "{username}@x", "username": "{email}"],
    ])
    func badTemplateIsAConfigurationFault(derivations: [String: String]) {
        let halt = #expect(throws: RunHalt.self) {
            try FeedSample(["username"], [], profile: profile(derivations)).mapping()
        }
        #expect(halt?.status == .configuration)
        #expect(halt?.code == .configValueInvalid)
    }

    @Test(arguments: [
        ("adal", 2, "adal2"), ("adal", 17, "adal17"), ("ada@corp.example", 2, "ada2@corp.example"),
    ])
    func takenNameIsNumbered(name: String, n: Int, numbered: String) {
        #expect(Derivations.numbered(username: ByteString(name), n).text == numbered)
    }

    @Test func longNameMakesRoomForItsNumberAtACharacter() {
        #expect(Derivations.numbered(username: "abcdef", 12, bytesMax: 6).text == "abcd12")
        #expect(Derivations.numbered(username: "abcé", 2, bytesMax: 5).text == "abc2")
    }
}
