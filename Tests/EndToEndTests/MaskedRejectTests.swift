import Testing

/// The run folder's copy of rejected records holds no secret, however the feed names or nests it.
@Suite struct MaskedRejectTests {
    static let feeds: [(file: String, text: String)] = [
        (
            "users.jsonl",
            #"""
            {"username":"a","email":"bad@@","password":[{"value":"CANARY"},{"value":"CANARY"}]}
            {"username":"b","email":"bad@@","x":[{"password":"CANARY"},{"password":"CANARY"}]}
            {"username":"c","email":"bad@@","x":[[{"password":"CANARY"}]]}
            {"username":"d","email":"bad@@","attr":{"password":"CANARY"},"client_secret":"CANARY"}
            {"username":"e","email":"bad@@","Passwort":"CANARY","pwd":"CANARY","pin":"CANARY"}
            {"username":"f","email":"bad@@","credentials":{"type":"x","value":["CANARY"]}}
            {"username":"g","email":"bad@@","password":"CANARY","password":"CANARY"}
            {"username":"h","email":"bad@@","password":"CANARY"
            """#
        ),
        (
            "users.xml",
            """
            <users>
            <user><username>a</username><email>bad@@</email><password>CANARY</password></user>
            <user password="CANARY"><username>b</username><email>bad@@</email></user>
            <user><username>c</username><email>bad@@</email><attributes>
              <attribute name="password">CANARY</attribute>
              <attribute name="x" password="CANARY">1</attribute></attributes></user>
            <user><username>d</username><email>bad@@</email><field name="password">CANARY</field></user>
            <user><username>e</username><email>bad@@</email><!-- CANARY --><?pi CANARY?>
              <login><secret><![CDATA[CANARY]]></secret></login></user>
            <user><username>f</username><email>bad@@</email><Passwort>CANARY</Passwort></user>
            </users>
            """
        ),
        (
            "users.csv",
            """
            username,email,attr.password,Passwort,client_secret,password
            a,bad@@,CANARY,CANARY,CANARY,CANARY
            b,bad@@,,,,CANARY

            """
        ),
    ]

    @Test(arguments: feeds.map(\.file)) func noSecretStandsInTheRunsFolder(file: String) throws {
        let feed = try #require(Self.feeds.first { $0.file == file })
        let place = try Workplace()
        try place.write(feed.text, to: file)
        let ending = place.muster("import", file, "--max-rejects", "none", "--verbose")
        #expect(ending.status == 1, "\(ending.error)")
        #expect(!ending.output.contains("CANARY") && !ending.error.contains("CANARY"))
        let run = try #require(
            place.muster("runs", "list").lines.first?.split(separator: "\t").first)
        for name in place.names(in: "muster.runs/\(run)") {
            let text = try place.read("muster.runs/\(run)/\(name)")
            #expect(!text.contains("CANARY"), "\(name): \(text)")
            #expect(!name.hasPrefix("rejects") || text.contains("***"))
        }
        // The copy can be read: what is masked says nothing, and only the addresses are wrong.
        let kind = file.split(separator: ".").last ?? ""
        let again = place.muster(
            "import", "muster.runs/\(run)/rejects.\(kind)", "--max-rejects", "none", "--dry-run",
            "--results", "-")
        #expect(again.status == 1, "\(again.error)")
        #expect(!again.output.contains("field.password"))
    }

    @Test func whatIsMaskedKeepsWhatTheDirectoryHas() throws {
        let place = try Workplace()
        place.muster(
            "import", "-", "--quiet",
            input: "username,email,attr.secretWord\nada,ada@example.com,plugh\n")
        let copy = """
            username,email,attr.secretWord,muster_codes,muster_messages
            ada,ada@example.com,***,field.email.malformed,fixed

            """
        let ending = place.muster("import", "-", "--results", "-", input: copy)
        #expect(ending.output.contains("\"unchanged\""), "\(ending.output)")
        #expect(place.muster("users", "export").output.contains("plugh"))
    }
}
