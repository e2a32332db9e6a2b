import Foundation
import Glibc
import Testing

/// A workplace in which every command has something to do: users, groups, an application, mail, a
/// plan, runs, and files of secrets.
enum PreparedPlace {
    /// The name of a run as the help and the documents write it.
    static let writtenRun = "20261124-031500-7f3a90c2"

    private static let configuration = """
        mail:
          onboarding: on
          from: it@corp.example
          link_base: https://id.corp.example/start/
          rate: 1000/s
          transport: folder:delivered
        impersonation: on
        backup_codes: on
        feeds:
          hr:
            format: csv

        """

    /// The place that the others are copies of.
    private struct Original: @unchecked Sendable {
        /// Nobody changes it once it is prepared.
        let place: Workplace
        let run: String

        func remove() { try? FileManager.default.removeItem(atPath: place.folder) }
    }

    /// Prepared once, and removed when the tests end.
    private static let original: Result<Original, any Error> = {
        let original = Result { try prepared() }
        atexit { try? PreparedPlace.original.get().remove() }
        return original
    }()

    /// A copy of it, and the name of the run that imported `hr.csv`.
    static func copy() throws -> (place: Workplace, run: String) {
        let original = try original.get()
        let place = try Workplace(isOptimised: true)
        for name in original.place.names {
            try FileManager.default.copyItem(
                atPath: original.place.path(name), toPath: place.path(name))
        }
        return (place, original.run)
    }

    private static func prepared() throws -> Original {
        let place = try Workplace(isOptimised: true)
        try place.write(configuration, to: "muster.yaml")
        try writeFeeds(place)
        try place.write("correct horse battery\n", to: "password")
        try expect(place.muster("import", "users.csv", "--quiet", "--feed", "first"))
        try expect(place.muster("import", "hr.csv", "--feed", "hr", "--quiet"), 1)
        let run = try #require(place.muster("runs", "list", "--feed", "hr").lines.first)
            .split(separator: "\t")[0]
        try expect(place.muster("import", "hr.csv", "--feed", "hr", "--quiet"), 1)
        try expect(place.muster("plan", "hr-next.csv", "--feed", "hr", "--out", "hr.plan"))
        try expect(place.muster("groups", "create", "contractors", "--device-limit", "1"))
        try expect(place.muster("apps", "create", "wiki"))
        try expect(place.muster("apps", "create", "crm", "--mfa", "on"))
        try expect(place.muster("apps", "grant", "wiki", "--group", "staff", "--user", "ada"))
        try expect(
            place.muster(
                "user", "add", "grace", "grace@example.com", "--password-file", "password",
                "--groups", "staff", "--quiet"))
        try expect(place.muster("user", "disable", "user30", "--reason", "left", "--quiet"))
        let grant = place.muster("user", "impersonate", "ada", "a ticket", "--quiet")
        try expect(grant)
        try place.write(grant.output, to: "grant")
        try place.write(try token(place), to: "token")
        return Original(place: place, run: String(run))
    }

    private static func writeFeeds(_ place: Workplace) throws {
        try FileManager.default.createDirectory(
            atPath: place.path("people"), withIntermediateDirectories: false)
        try place.write(
            """
            username,email,first_name,last_name,password,groups
            ada,ada@example.com,Ada,Lovelace,correct horse battery,staff
            li,li@example.com,李,小龙,,staff;sales

            """, to: "users.csv")
        var hr = "username,email,first_name,external_id\n"
        for number in 1...40 {
            let email = number == 38 ? "not an address" : "user\(number)@example.com"
            hr += "user\(number),\(email),User \(number),E\(number)\n"
        }
        hr += "ada,ada@example.com,Ada,E41\n"
        try place.write(hr, to: "hr.csv")
        try place.write(
            hr.replacing("User 7,", with: "Seven,").replacing(
                "not an address", with: "user38@example.com"), to: "hr-next.csv")
        try place.write(
            """
            <users><user><name><first>Eve</first></name><username>eve</username>\
            <email>eve@example.com</email></user></users>
            """, to: "export.xml")
        try place.write(program: "#!/bin/sh\ncat users.csv\n", to: "extract")
    }

    /// The token of a mailed link, which only a delivery makes.
    private static func token(_ place: Workplace) throws -> String {
        try expect(
            place.muster("mail", "deliver", "--transport", "folder:sent", "--limit", "1"))
        let mail = try #require(place.names(in: "sent").first)
        let link = try #require(
            try place.read("sent/\(mail)").replacing("=\r\n", with: "").firstMatch(
                of: /corp\.example\/start\/([A-Za-z0-9_-]+)/))
        return String(link.output.1) + "\n"
    }

    private static func expect(_ ending: ProcessEnding, _ status: Int32 = 0) throws {
        try #require(ending.status == status, "\(ending.error)\(ending.output)")
    }
}
