import FeedFormats
import Muster
import Provisioning

/// The configuration: settings, or a halt that names the place; and a profile that reads feeds.
enum ConfigurationClaims {
    private static let feeds: [(format: FeedFormat, text: String)] = [
        (
            .csv,
            "action;username,email\nWorker ID,first name,start_date,phone,Total\n"
                + "add,ada,ada@corp.example\nx,\"Ada\",31.12.2026,0123 456,1\n"
        ),
        (
            .jsonl,
            #"{"username":"ada","name":{"givenName":"Ada"},"emails":[{"value":"a@b.example"}]}"#
        ),
        (.xml, "<users><user action='add'><username>ada</username><x y='1'>z</x></user></users>"),
    ]

    static func check(_ text: [UInt8]) throws(BrokenClaim) {
        let configuration: MusterConfiguration
        do throws(RunHalt) {
            configuration = try MusterConfiguration.read(text)
        } catch {
            try claim(error.status == .configuration, "the status is \(error.status)")
            try claimIsHarmless(error)
            return
        }
        try claim(
            (try? MusterConfiguration.read(text)) == configuration, "a second reading differs")
        for name in configuration.feeds.keys.sorted().prefix(3) + ["another"] {
            _ = configuration.basis(of: name)
            for feed in feeds {
                let profile = configuration.profile(of: name)
                _ = try FeedView { () throws(RunHalt) in
                    try OpenFeed(
                        PieceInput(Array(feed.text.utf8), pieces: []), as: feed.format, profile,
                        configuration.limits)
                }
            }
        }
    }
}
