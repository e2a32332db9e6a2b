import Provisioning
import Testing

@Suite("Checks over several cells")
struct RecordRulesTests {
    private func code(
        _ check: () throws(ValueFault) -> Void
    ) -> IssueCode? {
        do throws(ValueFault) {
            try check()
            return nil
        } catch {
            return error.code
        }
    }

    private func bytes<Answer>(
        _ text: String, _ use: (UnsafeRawBufferPointer) -> Answer
    ) -> Answer { Array(text.utf8).withUnsafeBytes(use) }

    @Test(arguments: [
        ("2024-05-01", "2024-05-01", nil), ("2024-05-01", "2024-05-02", nil),
        ("2024-05-02", "2024-05-01", IssueCode.fieldDateOrder),
        ("2024-05-01", "2023-12-31", .fieldDateOrder),
    ])
    func endIsNotBeforeStart(start: String, end: String, expected: IssueCode?) {
        let found = bytes(start) { start in
            bytes(end) { end in
                code { () throws(ValueFault) in
                    try RecordRules.checkDates(start: start, end: end)
                }
            }
        }
        #expect(found == expected)
    }

    @Test(arguments: [
        ("correct horse", "adal", "ada.l@x.de", nil),
        ("xxADALxx", "adal", "other@x.de", IssueCode.fieldPasswordContainsUser),
        ("my-Ada.L-pass", "other", "ada.l@x.de", .fieldPasswordContainsUser),
        ("adaadaada", "ada", "ada@x.de", nil),
        ("adal", "adal", "x@x.de", .fieldPasswordContainsUser),
        ("ada", "adal", "x@x.de", nil),
    ])
    func passwordHasNoNameInIt(
        password: String, username: String, email: String, expected: IssueCode?
    ) {
        let found = bytes(password) { password in
            bytes(username) { username in
                bytes(email) { email in
                    code { () throws(ValueFault) in
                        try RecordRules.checkPassword(password, username: username, email: email)
                    }
                }
            }
        }
        #expect(found == expected)
    }

    @Test func passwordOfAUserWithoutNamesIsNotCompared() {
        let found = bytes("password") { password in
            code { () throws(ValueFault) in
                try RecordRules.checkPassword(password, username: nil, email: nil)
            }
        }
        #expect(found == nil)
    }
}
