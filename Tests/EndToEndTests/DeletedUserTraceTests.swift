import Foundation
import GRDB
import Testing

/// What is left of a deleted user in the bytes of the directory: nothing that names them.
@Suite struct DeletedUserTraceTests {
    static var search: SecretSearch {
        var search = SecretSearch()
        for text in [
            "zaphod.canary", "zaphod@canary.example", "CanaryFirst", "CanaryLast", "canary-device",
            "canary-attribute", "canary-external",
        ] { search.add(text, text) }
        search.add("password hash", SecretCanaryTests.hash)
        return search
    }

    static let feed = """
        action,user,username,email,first_name,last_name,external_id,password_hash,device,\
        attr.note,groups
        add,,zaphod.canary,zaphod@canary.example,CanaryFirst,,canary-external,\
        \(SecretCanaryTests.hash),,canary-attribute,crew
        register-device,zaphod.canary,,,,,,,canary-device,,

        """

    /// A place where the user was, in a crowd of others, and is no more.
    static func place(others: Int, byFeed: Bool) throws -> Workplace {
        let place = try Workplace()
        var crowd = "username,email\n"
        for number in 0..<others { crowd += "user\(number),user\(number)@example.com\n" }
        #expect(place.muster("import", "-", "--quiet", input: crowd).status == 0)
        let added = place.muster("import", "-", "--quiet", input: feed)
        #expect(added.status == 0, "\(added.error)")
        // Reasons are chained into the audit, and stay: they are not to name anybody.
        for words in [["update", "--last-name", "CanaryLast"], ["disable", "--reason", "left"]] {
            let ending = place.start(["user", words[0], "zaphod.canary"] + words.dropFirst()).end()
            #expect(ending.status == 0, "\(ending.error)")
        }
        #expect(!search.found(under: place.folder, except: []).isEmpty)
        if byFeed {
            let ending = place.muster(
                "import", "-", "--quiet", "--results", "/dev/null",
                input: "action,username,email\ndelete,zaphod.canary,zaphod@canary.example\n")
            #expect(ending.status == 0, "\(ending.error)")
        } else {
            let ending = place.muster("user", "delete", "zaphod.canary", "zaphod@canary.example")
            #expect(ending.status == 0, "\(ending.error)")
        }
        return place
    }

    @Test(arguments: [0, 3_000], [false, true]) func noByteOfTheDirectoryNamesTheDeleted(
        others: Int, byFeed: Bool
    ) throws {
        let place = try Self.place(others: others, byFeed: byFeed)
        for name in place.names where name.hasPrefix("muster.sqlite") {
            let data = try Data(contentsOf: URL(filePath: place.path(name)))
            #expect(Self.search.found(in: data) == [], "\(name)")
        }
        #expect(place.muster("audit", "verify").status == 0)
        #expect(place.muster("audit", "show", "--user", "zaphod.canary").status == 0)
    }
}
