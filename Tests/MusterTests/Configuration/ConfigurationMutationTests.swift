import Muster
import Provisioning
import Testing

/// Whatever the bytes are, they are read or refused, and nothing else happens.
@Suite struct ConfigurationMutationTests {
    /// A file with something of everything.
    static let text = """
        %YAML 1.2
        ---
        policy: {device_limit: 5, second_factor_fallback: [otp-sms, none], gateways: {sms: off}}
        groups:
          unknown: reject
        limits: {field_bytes: 1 KiB, "records": '10'}
        feeds:
          default: &d {match: [email], dates: {start_date: DD/MM/YYYY}}
          hr:
            columns: {"Worker ID": external_id, ? Cost : attr.cost}
            clear_token: |-
              x
            derive:
              username: "{first_name:1}{last_name|ascii}\\u00e9"
              email: {value: "{username}@x.example", derive: always}
          payroll:
            format: csv
            encoding: windows-1252
            skip_rows: [Total, "100"]
            trailer: {mark: T1, count_field: 3, includes: [header, skipped, trailer]}
            yes_words: [A]
            no_words: [T, no]
            list_separator: ","
          people: {format: xml, record_path: Report_Data/Report_Entry}
          other: *d
          tagged: !!map {quoting: !!str doubled}
        ...

        """

    @Test func theFileItselfIsRight() { #expect(ConfigurationReader.halt(Self.text) == nil) }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func mutatedFilesAreReadOrRefused(seed: UInt64) {
        var random = SplitMix(state: seed)
        let snippets = [
            "&d", "*d", "? ", ": ", "- ", "{", "}", "[", "]", "!!", "|\n", "\t", "\0", "<<: *d",
        ]
        for round in 0..<150 {
            var bytes = Array(Self.text.utf8)
            for _ in 0...(random.next() % 4) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                case 2: bytes.removeSubrange(place..<min(place + 9, bytes.count))
                default:
                    let snippet = snippets[Int(random.next() % UInt64(snippets.count))]
                    bytes.insert(contentsOf: snippet.utf8, at: place)
                }
            }
            let halt = ConfigurationReader.halt(bytes)
            #expect(
                halt == nil || halt?.message.hasPrefix("muster.yaml:") == true,
                "seed \(seed), round \(round)")
        }
    }
}

/// Pseudo-random numbers that a seed decides (Steele, Lea and Flood's SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
