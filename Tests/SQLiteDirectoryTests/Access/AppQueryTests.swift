import Provisioning
import SQLiteDirectory
import Testing

/// Applications: made, assigned, taken away.
@Suite struct AppQueryTests {
    static func scene() throws -> SignInScene {
        let scene = try SignInScene()
        for name in ["staff", "sales"] as [ByteString] {
            try scene.directory.createGroup(GroupEntry(name: name), at: SignInScene.now)
        }
        try scene.directory.createApp("Wiki", requiresSecondFactor: true, at: SignInScene.now)
        return scene
    }

    static func assign(
        _ scene: SignInScene, _ groups: [ByteString], isGrant: Bool = true
    ) throws -> Int {
        try scene.directory.assignApp("wiki", to: groups, isGrant: isGrant, at: SignInScene.now)
    }

    static func code(_ body: () throws -> Void) -> IssueCode? {
        do {
            try body()
            return nil
        } catch let halt as RunHalt {
            return halt.status == .someRejected ? halt.code : .runInternalFault
        } catch {
            return .runInternalFault
        }
    }

    @Test func aNameIsTakenInAnyCase() throws {
        let scene = try Self.scene()
        let code = Self.code {
            try scene.directory.createApp("WIKI", requiresSecondFactor: false, at: SignInScene.now)
        }
        #expect(code == .directoryAppExists)
        #expect(
            try scene.directory.listApps() == [
                AppListing(name: "Wiki", requiresSecondFactor: true, groups: [], users: 0)
            ])
    }

    @Test func groupsAreAssignedAllOrNone() throws {
        let scene = try Self.scene()
        #expect(
            Self.code { _ = try Self.assign(scene, ["staff", "nobody"]) } == .directoryGroupNotFound
        )
        #expect(try scene.directory.listApps()[0].groups == [])
        #expect(try Self.assign(scene, ["staff", "sales"]) == 2)
        #expect(try Self.assign(scene, ["STAFF"]) == 0)
        #expect(try scene.directory.listApps()[0].groups == ["sales", "staff"])
        #expect(try Self.assign(scene, ["sales"], isGrant: false) == 1)
        #expect(try scene.directory.listApps()[0].groups == ["staff"])
        #expect(
            Self.code {
                _ = try scene.directory.assignApp(
                    "none", to: ["staff"], isGrant: true, at: SignInScene.now)
            } == .directoryAppNotFound)
    }

    @Test func aDeletedApplicationLeavesNothing() throws {
        let scene = try Self.scene()
        _ = try Self.assign(scene, ["staff"])
        try scene.run(
            "INSERT INTO user_apps VALUES (1, 1); INSERT INTO app_access VALUES (1, 1, 5)")
        let deleted = try scene.directory.deleteApp("WIKI", at: SignInScene.now)
        #expect(deleted.users == 1 && deleted.groups == ["staff"])
        for table in ["apps", "app_groups", "user_apps", "app_access"] {
            #expect(try scene.numbers("SELECT count(*) FROM \(table)") == [0], "\(table)")
        }
        #expect(try scene.numbers("SELECT version FROM users") == [2])
        #expect(
            Self.code { _ = try scene.directory.deleteApp("wiki", at: SignInScene.now) }
                == .directoryAppNotFound)
    }

    @Test func aDeletedGroupTakesItsAssignmentsAlong() throws {
        let scene = try Self.scene()
        _ = try Self.assign(scene, ["staff"])
        _ = try scene.directory.deleteGroup("staff", force: false)
        #expect(try scene.numbers("SELECT count(*) FROM app_groups") == [0])
        #expect(try scene.directory.listApps()[0].groups == [])
    }
}
