import Provisioning

/// Says why the object around an array of records cannot be read.
struct JSONPathText {
    let name: String
    let line: UInt64
    let column: UInt64

    /// The halt for a fault at the place, where `found` stands.
    func halt(_ fault: JSONPathWalker.Fault, found: UInt8) -> RunHalt {
        switch fault {
        case .unexpected(let expected):
            malformed("has \(JSONFaultText.shown(found)) where \(expected) must stand")
        case .depthTooDeep:
            malformed(
                "has more than \(JSONRecordScanner.depthBound) objects and lists within each other")
        case .keyRepeated(let path):
            malformed("has the key \"\(JSONRecordPath.quoted(path))\" a second time")
        case .keyMissing(let path, let names):
            missing(
                "has no \"\(JSONRecordPath.quoted(path))\": the object that ends \(place) has "
                    + keys(names))
        case .noArray(let path): missing(unfit(path, found, "no array of records"))
        case .noObject(let path): missing(unfit(path, found, "no object that leads to records"))
        }
    }

    /// The halt for an object that is not well-formed, or is not all there.
    func malformed(_ finding: String) -> RunHalt {
        RunHalt(
            .malformedFile, .jsonArrayMalformed,
            "the object around the records in \(name) \(finding), \(place)",
            advice: "Check that the file was written to its end, and that it is one object; for "
                + "JSON Lines take record_path out of the profile.")
    }

    private func missing(_ finding: String) -> RunHalt {
        RunHalt(
            .malformedFile, .feedRecordsMissing, "\(name) \(finding)",
            advice: "Let record_path in the profile name the keys that lead from the first object "
                + "to the array of records, such as record_path: Resources.")
    }

    private func unfit(_ path: [String], _ found: UInt8, _ what: String) -> String {
        "has \(what) at \"\(JSONRecordPath.quoted(path))\": what stands there begins with "
            + "\(JSONFaultText.shown(found)), \(place)"
    }

    private func keys(_ names: [String]) -> String {
        if names.isEmpty { return "no keys" }
        return "the keys " + names.map { "\"\(MessageText.quoted($0))\"" }.joined(separator: ", ")
    }

    private var place: String { "at line \(line), column \(column)" }
}
