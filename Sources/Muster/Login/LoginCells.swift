import Provisioning

/// The values of a request that are checked like a record's.
struct LoginCells: Equatable {
    var device: ByteString?
    var deviceName: ByteString?
    var secondFactorPassed: SecondFactorMethod?

    /// Checks the values. It throws a halt with status 1 and the code that a record with such a value
    /// is rejected with.
    init(_ request: LoginRequest, _ limits: Limits) throws(RunHalt) {
        let rules = ColumnRules(profile: FeedProfile(), limits: limits)
        device = try request.device.map { text throws(RunHalt) in
            try Self.checked(text, .device, rules)
        }
        deviceName = try request.deviceName.map { text throws(RunHalt) in
            try Self.checked(text, .deviceName, rules)
        }
        guard let word = request.secondFactorPassed else { return }
        secondFactorPassed = SecondFactorMethod(
            word: try Self.checked(word, .secondFactor, rules).text)
    }

    private static func checked(
        _ text: String, _ column: UserColumn, _ rules: ColumnRules
    ) throws(RunHalt) -> ByteString {
        var scratch = ContiguousArray<UInt8>()
        let bytes = ContiguousArray(text.utf8)
        let outcome: Result<NormalisedValue, ValueFault> = bytes.withUnsafeBytes { buffer in
            do throws(ValueFault) {
                return .success(try rules.check(column, buffer, into: &scratch))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(.asWritten): return ByteString(bytes)
        case .success(.trimmed(let range)): return ByteString(bytes[range])
        case .success(.rewritten): return ByteString(scratch)
        case .failure(let fault):
            throw RunHalt(.someRejected, fault.code, "\(column.name) \(fault.finding)")
        }
    }
}
