import Testing

/// Sessions, devices and codes, one after another and many at once.
@Suite struct LoginSessionTests {
    @Test func aSessionIsRecordedAndGoesOn() throws {
        let place = try SignInPlace()
        place.muster("apps", "create", "wiki")
        place.muster("apps", "grant", "wiki", "--group", "staff")
        let options = ["--device", "laptop", "--device-name", "Laptop", "--start-session"]
        let first = place.start(options + ["--app", "wiki"]).end()
        let second = place.start(options).end()
        #expect(first.output.wholeMatch(of: /allowed ada: session s-[0-9a-f]{16}\n/) != nil)
        #expect(first.output == second.output)
        #expect(try place.texts("SELECT name FROM devices") == ["Laptop"])
        #expect(try place.numbers("SELECT count(*) FROM app_access") == [1])
        #expect(try place.events == ["device.registered", "session.started"])
        #expect(place.muster("user", "disable", "ada").status == 0)
        #expect(try place.numbers("SELECT count(*) FROM sessions") == [0])
    }

    @Test func theOldestDeviceGoesWhereThePolicySaysSo() throws {
        let place = try SignInPlace(
            configuration: "policy:\n  device_limit: 2\n  device_limit_over: drop-oldest\n")
        for device in ["one", "two", "three"] {
            #expect(place.check("--device", device, "--start-session").status == 0)
        }
        #expect(try place.texts("SELECT device FROM devices ORDER BY id") == ["two", "three"])
        #expect(
            try place.texts("SELECT device FROM sessions ORDER BY started_at") == ["two", "three"])
    }

    @Test func manyDevicesAtOnceNeverExceedTheLimit() throws {
        let place = try SignInPlace(configuration: "policy:\n  device_limit: 3\n")
        let endings = place.together(
            (1...8).map { ["--device", "device-\($0)", "--start-session"] })
        #expect(endings.count { $0.status == 0 } == 3)
        #expect(endings.count { $0.output == "denied ada: device-limit-reached\n" } == 5)
        #expect(try place.numbers("SELECT count(*) FROM devices") == [3])
        #expect(try place.numbers("SELECT count(*) FROM sessions") == [3])
    }

    @Test func oneDeviceAtOnceHasOneSession() throws {
        let place = try SignInPlace()
        let endings = place.together(
            (1...4).map { _ in ["--device", "laptop", "--start-session"] })
        #expect(Set(endings.map(\.output)).count == 1 && endings.allSatisfy { $0.status == 0 })
        #expect(try place.numbers("SELECT count(*) FROM sessions") == [1])
        #expect(try place.numbers("SELECT count(*) FROM devices") == [1])
    }
}
