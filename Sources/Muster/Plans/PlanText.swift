package import Provisioning
import ResultReporting

/// What `muster plan show` prints.
package struct PlanText {
    private let plan: PlanFile
    private let style: CommandStyle
    private let outcome: Outcome?
    private let limit: Int

    /// Opens the plan at `path`; `outcome` and `limit` say which of its records are shown, and how
    /// many.
    ///
    /// It throws a halt with status 65 if it is no plan or was changed, or with 66 or 74.
    package init(
        _ path: String, outcome: Outcome?, limit: Int, style: CommandStyle
    ) throws(RunHalt) {
        plan = try PlanFile(path: path)
        self.outcome = outcome
        self.limit = limit
        self.style = style
    }

    /// Prints the plan.
    /// - Throws: a halt with status 74.
    package func print(
        _ format: CommandFormat, to output: StandardOutput
    ) throws(RunHalt) {
        switch format {
        case .text: try printText(to: output)
        case .json: try printObject(to: output)
        }
        try output.flush()
    }

    private func printText(to output: StandardOutput) throws(RunHalt) {
        try output.write(PlanFacts(plan.header, style: style).text)
        var shown = 0
        var hidden: UInt64 = 0
        try plan.forEachLine { (bytes) throws(RunHalt) in
            guard let json = JSONValue(bytes), isWanted(json) else { return true }
            guard shown < limit else {
                hidden += 1
                return true
            }
            if shown == 0 { try output.write("\n" + style.strong("Records") + "\n") }
            shown += 1
            for line in PlannedRecordText(json, style: style).lines {
                try output.write(line + "\n")
            }
            return !output.isAbandoned
        }
        if hidden > 0 {
            try output.write("\nand \(GroupedNumber.text(hidden)) more (--limit)\n")
        }
    }

    private func isWanted(_ json: JSONValue) -> Bool {
        outcome == nil || json["outcome"].string == outcome?.word
    }

    /// `{"plan":HEADER,"records":[…],"more":N}`, in the plan's own words.
    private func printObject(to output: StandardOutput) throws(RunHalt) {
        try output.write("{\"plan\":")
        try output.write(ByteString(plan.header.text.bytes.dropLast()))
        try output.write(",\"records\":[")
        var shown = 0
        var hidden: UInt64 = 0
        try plan.forEachLine { (bytes) throws(RunHalt) in
            if outcome != nil {
                guard let json = JSONValue(bytes), isWanted(json) else { return true }
            }
            guard shown < limit else {
                hidden += 1
                return true
            }
            if shown > 0 { try output.write(",") }
            shown += 1
            try output.write(ByteString(bytes))
            return !output.isAbandoned
        }
        try output.write("],\"more\":\(hidden)}\n")
    }
}

/// One record of a plan for people.
private struct PlannedRecordText {
    private let json: JSONValue
    private let style: CommandStyle

    init(_ json: JSONValue, style: CommandStyle) {
        self.json = json
        self.style = style
    }

    var lines: [String] {
        let place =
            json["record"].unsigned.map {
                "record \($0), line \(json["line"].unsigned ?? 0)"
            } ?? "leaver"
        let names = ["username", "email", "external_id"].compactMap { json[$0].string }
        var head = "\(json["outcome"].string ?? "")  \(place)"
        if let user = json["user"].unsigned { head += "  id:\(user)" }
        if !names.isEmpty { head += "  \(names.joined(separator: "  "))" }
        var lines = ["  " + style.strong(HarmlessText.escaped(head))]
        for change in json["changes"].elements {
            let name = change["name"].string ?? ""
            let none = Self.followsDefault.contains(name) ? "default" : "(none)"
            let after = word(change["after"], none)
            let text =
                json["outcome"].string == "created"
                ? "\(name): \(after)" : "\(name): \(word(change["before"], none)) → \(after)"
            lines.append("    " + HarmlessText.escaped(text))
        }
        lines += json["effects"].elements.compactMap(\.string).map {
            "    " + HarmlessText.escaped($0)
        }
        let codes = json["codes"].elements.compactMap(\.string)
        for (code, message) in zip(codes, json["messages"].elements.compactMap(\.string)) {
            lines.append("    " + HarmlessText.escaped("\(message) [\(code)]"))
        }
        return lines
    }

    /// Columns that say nothing where the user follows the default.
    private static let followsDefault = ["device_limit", "second_factor"]

    private func word(_ value: JSONValue, _ none: String) -> String {
        value.string.map { $0.isEmpty ? "\"\"" : $0 } ?? none
    }
}
