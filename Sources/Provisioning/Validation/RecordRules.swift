/// Checks that take more than one cell of a record, over values in their normalised form.
package enum RecordRules {
    /// Refuses an end date before the start date; the same day is allowed.
    package static func checkDates(
        start: UnsafeRawBufferPointer, end: UnsafeRawBufferPointer
    ) throws(ValueFault) {
        guard end.lexicographicallyPrecedes(start) else { return }
        throw ValueFault(.fieldDateOrder, "is before the start date")
    }

    /// Refuses a password that has the username or the e-mail address's local part in it, compared
    /// without regard to ASCII case.
    ///
    /// Username and address come in their compared form, nil where the record has none. Names of
    /// fewer than four bytes are passed over: almost any password has them.
    package static func checkPassword(
        _ password: UnsafeRawBufferPointer, username: UnsafeRawBufferPointer?,
        email: UnsafeRawBufferPointer?
    ) throws(ValueFault) {
        if let username, contains(password, username) {
            throw ValueFault(
                .fieldPasswordContainsUser, "has the username in it; choose one without")
        }
        guard let email else { return }
        let local = CellBytes.part(email, 0..<(email.firstIndex(of: 0x40) ?? email.count))
        if contains(password, local) {
            throw ValueFault(
                .fieldPasswordContainsUser,
                "has the e-mail address's name in it; choose one without")
        }
    }

    private static func contains(
        _ password: UnsafeRawBufferPointer, _ name: UnsafeRawBufferPointer
    ) -> Bool {
        guard name.count >= 4, name.count <= password.count else { return false }
        return (0...password.count - name.count).contains { start in
            name.indices.allSatisfy {
                CellBytes.lower(password[start + $0]) == CellBytes.lower(name[$0])
            }
        }
    }

    /// The calling code of a country by its normalised code; nil: no such country.
    package static func callingCode(ofCountry country: UnsafeRawBufferPointer) -> String? {
        guard country.count == 2 else { return nil }
        return CountryTable.callingCode(country[0], country[1])
    }
}
