import Muster
import Provisioning
import Testing

/// Which cells the words of `muster user` become.
@Suite struct UserActionRequestTests {
    static let cases: [(words: [String], cells: [String])] = [
        (["add", "ada", "ada@example.com"], ["username=ada", "email=ada@example.com"]),
        (["create", "ada", "ada@example.com"], ["username=ada", "email=ada@example.com"]),
        (["upsert", "ada"], ["username=ada"]),
        (["update", "ada"], ["user=ada"]),
        (["delete", "ada", "ada@example.com"], ["username=ada", "email=ada@example.com"]),
        (["delete", "ada@example.com", "ada"], ["email=ada@example.com", "username=ada"]),
        (["delete", "id:7"], ["user=id:7"]),
        (["set-device-limit", "ada", "3"], ["user=ada", "device_limit=3"]),
        (["Set_Device_Limit", "ada", "3"], ["user=ada", "device_limit=3"]),
        (["set-second-factor", "ada", "totp"], ["user=ada", "second_factor=totp"]),
        (["add-to-groups", "ext:E1", "staff"], ["user=ext:E1", "groups=staff"]),
        (["remove-from-groups", "ada", "staff"], ["user=ada", "groups=staff"]),
        (
            ["set-password-expiry", "ada", "2027-01-01"],
            ["user=ada", "password_expires=2027-01-01"]
        ),
        (["register-device", "ada", "phone"], ["user=ada", "device=phone"]),
        (["reset-mfa", "ada", "lost phone"], ["user=ada", "reason=lost phone"]),
        (["end-sessions", "ada", "s1"], ["user=ada", "session=s1"]),
        (["generate-backup-code", "ada", "2"], ["user=ada", "count=2"]),
        (["frobnicate", "ada"], ["user=ada"]),
    ]

    @Test(arguments: cases.indices) func wordsBecomeCells(index: Int) throws {
        let (words, cells) = Self.cases[index]
        let request = try UserActionRequest(
            words[0], user: words[1], value: words.count > 2 ? words[2] : nil, columns: [])
        let record = request.record.map { "\($0.column)=\($0.value)" }
        #expect(record == ["action=\(words[0])"] + cells)
    }

    @Test func whatHasNoPlaceIsUsage() {
        let wrong: [(String, String?, [(column: String, value: String)])] = [
            ("disable", "now", []), ("frobnicate", "3", []),
            ("set-device-limit", "3", [("device_limit", "4")]),
            ("delete", nil, [("username", "ada")]),
        ]
        for (word, value, columns) in wrong {
            let halt = #expect(throws: RunHalt.self) {
                try UserActionRequest(word, user: "ada", value: value, columns: columns)
            }
            #expect(halt?.status == .usage, "\(word)")
        }
    }
}
