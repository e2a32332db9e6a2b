/// A Prometheus text file, read as strictly as its format is written down (version 0.0.4).
struct MetricsText {
    /// Value by name and sorted labels: `muster_users{command="import",feed="hr",state="enabled"}`.
    private(set) var samples: [String: Double] = [:]
    private(set) var helps: [String: String] = [:]

    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Fault(description: "the last line has no end") }
        var current: String?
        var typed: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("# HELP ") {
                let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1)
                guard parts.count == 2, helps[String(parts[0])] == nil else {
                    throw Fault(description: "help: \(line)")
                }
                helps[String(parts[0])] = String(parts[1])
                current = String(parts[0])
            } else if line.hasPrefix("# TYPE ") {
                let parts = line.dropFirst(7).split(separator: " ")
                guard parts.count == 2, String(parts[0]) == current, parts[1] == "gauge",
                    typed.insert(String(parts[0])).inserted
                else { throw Fault(description: "type: \(line)") }
            } else {
                let (name, labels, value) = try Self.sample(line)
                guard name == current, typed.contains(name) else {
                    throw Fault(description: "a sample outside of its group: \(line)")
                }
                let key = "\(name){\(labels.sorted().joined(separator: ","))}"
                guard samples[key] == nil else { throw Fault(description: "twice: \(key)") }
                samples[key] = value
            }
        }
    }

    private static func sample(
        _ line: Substring
    ) throws -> (name: String, labels: [String], value: Double) {
        var rest = line[...]
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest.dropFirst(name.count)
        var labels: [String] = []
        if rest.first == "{" {
            rest = rest.dropFirst()
            while rest.first != "}" {
                let label = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
                rest = rest.dropFirst(label.count)
                guard !label.isEmpty, rest.hasPrefix("=\"") else {
                    throw Fault(description: "label: \(line)")
                }
                rest = rest.dropFirst(2)
                var value = ""
                while let character = rest.popFirst(), character != "\"" {
                    guard character == "\\" else {
                        value.append(character)
                        continue
                    }
                    switch rest.popFirst() {
                    case "\\": value.append("\\")
                    case "\"": value.append("\"")
                    case "n": value.append("\n")
                    default: throw Fault(description: "escape: \(line)")
                    }
                }
                labels.append("\(label)=\(value)")
                if rest.first == "," { rest = rest.dropFirst() }
            }
            rest = rest.dropFirst()
        }
        let number = String(rest.dropFirst())
        guard !name.isEmpty, rest.first == " ",
            let value = number == "+Inf" ? .infinity : Double(number)
        else { throw Fault(description: "sample: \(line)") }
        return (String(name), labels, value)
    }

    /// The value of a metric whose labels have these among them; nil: none or several.
    func value(_ name: String, _ labels: String...) -> Double? {
        let found = samples.filter { key, _ in
            guard key.hasPrefix(name + "{") else { return false }
            let own = key.dropFirst(name.count + 1).dropLast().split(separator: ",").map(
                String.init)
            return labels.allSatisfy(own.contains)
        }
        return found.count == 1 ? found.first?.value : nil
    }
}
