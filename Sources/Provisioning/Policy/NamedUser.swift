/// A user named as people name one, ready to be looked up: `id:12`, `ext:E-100`, a username or an
/// e-mail address.
package enum NamedUser {
    /// By number.
    case number(UInt32)
    /// By keys: an external id alone, or a username and, where it has the form of one, an e-mail
    /// address, of which the username counts first.
    case key(KeyQuery)

    /// Reads a checked `user` cell.
    package init(_ cell: ByteString, rules: ColumnRules) {
        let reference = cell.bytes.withUnsafeBytes { UserReference($0) }
        switch reference {
        case .number(let number): self = .number(number)
        case .externalID(let range):
            let key = ByteString(cell.bytes[range])
            self = .key(KeyQuery(username: nil, email: nil, externalID: key))
        case .name, nil:
            self = .key(
                KeyQuery(
                    username: rules.compared(cell, .username),
                    email: rules.compared(cell, .email), externalID: nil))
        }
    }
}
