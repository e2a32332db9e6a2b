import Provisioning

/// What holds for all readings of an XML feed.
struct XMLRules {
    /// What messages call the feed.
    var name: String
    /// Names of the elements that lead to a record, from the root on.
    var path: [String]
    var limits: Limits
    /// Encoding that the feed was transcoded from; nil: it is UTF-8 as it stands.
    var encodingName: String?
    /// Whether plain records pass by the parser, which changes nothing but the time it takes.
    var hasFastLane: Bool
}
