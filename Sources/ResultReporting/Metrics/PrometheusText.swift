import Provisioning

/// Writes figures in the text format of Prometheus (version 0.0.4), as its textfile collectors read
/// it.
struct PrometheusText: ~Copyable {
    /// Labels that every sample has.
    private let common: [(name: String, value: String)]
    private var buffer = ByteBuffer()

    init(common: [(name: String, value: String)]) { self.common = common }

    /// Writes one gauge: what it is, and its samples, of which there may be none.
    mutating func gauge(
        _ name: String, _ help: String,
        _ samples: [(labels: [(name: String, value: String)], value: String)]
    ) {
        guard !samples.isEmpty else { return }
        buffer.append("# HELP \(name) \(Self.escaped(help, quotes: false))\n")
        buffer.append("# TYPE \(name) gauge\n")
        for (labels, value) in samples {
            let pairs = (common + labels).map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
            buffer.append("\(name){\(pairs.joined(separator: ","))} \(value)\n")
        }
    }

    /// Writes a gauge with one sample.
    mutating func gauge(_ name: String, _ help: String, value: String) {
        gauge(name, help, [([], value)])
    }

    /// The whole text.
    consuming func text() -> ByteString { buffer.copy }

    /// A number of seconds to the millisecond, without what a locale adds.
    static func seconds(milliseconds: Int64) -> String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        let digits = String(rest.magnitude)
        let sign = milliseconds < 0 && seconds == 0 ? "-" : ""
        return "\(sign)\(seconds).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
    }

    /// Backslashes, line feeds and, in labels, quotes, as the format writes them.
    static func escaped(_ text: String, quotes: Bool = true) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
