import Provisioning

/// Slows mail to a domain that does not take any for now: its own answers say that it has enough.
struct DomainPace {
    /// Wait after the first deferral, doubled with each further one up to the maximum.
    static let firstWait: Int64 = 30_000
    static let waitMax: Int64 = 30 * 60_000
    /// Domains that are remembered; one more, and those that may have mail again are forgotten.
    static let domainsMax = 10_000

    private struct Pace {
        var deferrals: Int
        var until: Instant
    }
    private var slowed: [ByteString: Pace] = [:]

    /// When the domain of an address may have mail again; nil: now.
    func pause(for address: ByteString, at now: Instant) -> Instant? {
        guard !slowed.isEmpty, let pace = slowed[Self.domain(of: address)], pace.until > now else {
            return nil
        }
        return pace.until
    }

    mutating func deferred(_ address: ByteString, at now: Instant) {
        if slowed.count >= Self.domainsMax { slowed = slowed.filter { $0.value.until > now } }
        let domain = Self.domain(of: address)
        let deferrals = (slowed[domain]?.deferrals ?? 0) + 1
        let wait = min(Self.firstWait << Int64(min(deferrals - 1, 10)), Self.waitMax)
        slowed[domain] = Pace(
            deferrals: deferrals, until: Instant(milliseconds: now.milliseconds + wait))
    }

    mutating func taken(_ address: ByteString) {
        guard !slowed.isEmpty else { return }
        slowed[Self.domain(of: address)] = nil
    }

    private static func domain(of address: ByteString) -> ByteString {
        let bytes = address.bytes
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return address }
        return GroupTable.fold(ByteString(String(decoding: bytes[(at + 1)...], as: UTF8.self)))
    }
}
