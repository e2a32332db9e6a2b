import Provisioning
import ResultReporting

extension GuardReading {
    /// What a report says of a guard.
    init(_ check: GuardCheck) {
        self.init(
            name: check.name.rawValue, count: check.count, limit: check.limit,
            hasTripped: check.hasTripped, remark: check.remark)
    }
}

extension [GuardName: UInt64] {
    /// The allowances as the command line says them, such as `removals=731 drift=400`; empty: none.
    var text: String {
        GuardName.inOrder.compactMap { name in
            self[name].map { "\(name.rawValue)=\($0)" }
        }.joined(separator: " ")
    }
}

extension ImportEnding {
    /// What would let a stopped run pass, in the form of `--allow`; empty: no guard stopped it.
    package var allowances: [String] {
        report.guards.filter(\.hasTripped).map { "\($0.name)=\($0.count)" }
    }
}
