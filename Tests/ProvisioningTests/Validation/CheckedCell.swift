import Provisioning

/// What a check says about a cell, in a form that tables compare.
enum CheckedCell: Equatable {
    case value(String)
    case fault(IssueCode)
}

/// Checks cells of one feed.
struct CellChecker {
    var profile = FeedProfile()
    var limits = Limits()

    func check(_ column: UserColumn, _ cell: String) -> CheckedCell {
        check(column, Array(cell.utf8))
    }

    func check(_ column: UserColumn, _ cell: [UInt8]) -> CheckedCell {
        outcome(cell) { rules, bytes, scratch throws(ValueFault) in
            try rules.check(column, bytes, into: &scratch)
        }
    }

    func usernameKey(_ name: String) -> CheckedCell {
        outcome(Array(name.utf8)) { rules, bytes, scratch throws(ValueFault) in
            try rules.usernameKey(bytes, into: &scratch)
        }
    }

    func emailKey(_ address: String) -> CheckedCell {
        outcome(Array(address.utf8)) { rules, bytes, scratch throws(ValueFault) in
            try rules.emailKey(bytes, into: &scratch)
        }
    }

    func phone(_ number: String, country: String) -> CheckedCell {
        let code = Array(country.utf8)
        return outcome(Array(number.utf8)) { rules, bytes, scratch throws(ValueFault) in
            var answer: Result<NormalisedValue, ValueFault> = .success(.asWritten)
            code.withUnsafeBytes { country in
                do throws(ValueFault) {
                    answer = .success(
                        try rules.checkPhone(bytes, country: country, into: &scratch))
                } catch {
                    answer = .failure(error)
                }
            }
            return try answer.get()
        }
    }

    /// The finding about a cell; nil when it is accepted.
    func finding(_ column: UserColumn, _ cell: String) -> String? {
        fault(column, cell)?.finding
    }

    func fault(_ column: UserColumn, _ cell: String) -> ValueFault? {
        let rules = ColumnRules(profile: profile, limits: limits)
        var scratch = ContiguousArray<UInt8>()
        return Array(cell.utf8).withUnsafeBytes { bytes -> ValueFault? in
            do throws(ValueFault) {
                _ = try rules.check(column, bytes, into: &scratch)
                return nil
            } catch {
                return error
            }
        }
    }

    /// The raw answer, to tell `asWritten` from `rewritten`.
    func answer(_ column: UserColumn, _ cell: String) -> NormalisedValue? {
        let rules = ColumnRules(profile: profile, limits: limits)
        var scratch = ContiguousArray<UInt8>()
        return Array(cell.utf8).withUnsafeBytes {
            try? rules.check(column, $0, into: &scratch)
        }
    }

    private func outcome(
        _ cell: [UInt8],
        _ check: (ColumnRules, UnsafeRawBufferPointer, inout ContiguousArray<UInt8>)
            throws(ValueFault) -> NormalisedValue
    ) -> CheckedCell {
        let rules = ColumnRules(profile: profile, limits: limits)
        // Left-overs of an earlier cell must not show.
        var scratch = ContiguousArray<UInt8>("left over".utf8)
        return cell.withUnsafeBytes { bytes -> CheckedCell in
            do throws(ValueFault) {
                let value = try check(rules, bytes, &scratch)
                return switch value {
                case .asWritten: .value(String(decoding: bytes, as: UTF8.self))
                case .trimmed(let range): .value(String(decoding: bytes[range], as: UTF8.self))
                case .rewritten: .value(String(decoding: scratch, as: UTF8.self))
                }
            } catch {
                return .fault(error.code)
            }
        }
    }
}
