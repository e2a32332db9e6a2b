import Provisioning
import ResultReporting

/// What was asked of a run, as its row in the history keeps it: everything that is needed to carry it
/// on in another folder, and another process.
struct RunRequest {
    /// The options, each path from the root on.
    var options: ImportOptions
    /// The configuration file that the command named; nil: the one beside the directory.
    var configuration: String?
    /// The seal of the plan that is carried out; nil: there is none.
    var plan: String?

    init(_ options: ImportOptions, place: DirectoryPlace, plan: String? = nil) {
        self.options = options
        self.options.file = AbsolutePath.of(options.file)
        self.options.results = options.results.map(AbsolutePath.of)
        self.options.rejects = options.rejects.map(AbsolutePath.of)
        self.options.secrets = options.secrets.map(AbsolutePath.of)
        self.options.report = options.report.map(AbsolutePath.of)
        self.options.metrics = options.metrics.map(AbsolutePath.of)
        configuration = place.namedConfiguration.map(AbsolutePath.of)
        self.plan = plan
    }

    /// As one line of JSON.
    var text: String {
        var json = JSONWriter()
        write(to: &json)
        return ByteString(json.take().bytes.dropLast()).text
    }

    /// Writes the object into a larger text.
    func write(to json: inout JSONWriter) {
        json.beginObject()
        let texts: [(String, String?)] = [
            ("file", options.file), ("feed", options.feed), ("actor", options.actor),
            ("reason", options.reason), ("configuration", configuration), ("plan", plan),
            ("input_format", options.inputFormat), ("encoding", options.encoding),
            ("default_action", options.defaultAction?.word),
            ("on_duplicate", options.onDuplicate?.rawValue), ("mode", options.mode?.word),
            ("max_rejects", options.rejectsMax.map(Self.text)), ("results", options.results),
            ("rejects", options.rejects), ("secrets", options.secrets),
            ("report", options.report), ("metrics", options.metrics),
        ]
        for (name, text) in texts where text != nil { json.member(name, text) }
        if let delimiter = options.delimiter { json.member("delimiter", delimiter) }
        if let mail = options.mail { json.member("mail", mail) }
        let truths = [
            ("atomic", options.isAtomic), ("again", options.again),
            ("shareable", options.isShareable), ("spreadsheet_safe", options.isSpreadsheetSafe),
        ]
        for (name, truth) in truths where truth { json.member(name, truth) }
        if !options.columnMap.isEmpty {
            json.key("map")
            json.beginArray()
            for assignment in options.columnMap { json.value(assignment) }
            json.endArray()
        }
        if !options.allowances.isEmpty {
            json.key("allow")
            json.beginObject()
            for name in GuardName.allCases {
                if let number = options.allowances[name] { json.member(name.rawValue, number) }
            }
            json.endObject()
        }
        json.endObject()
    }

    /// Reads what `text` gave; nil if it is none.
    init?(_ text: String) {
        guard let json = JSONValue(text.utf8) else { return nil }
        self.init(json)
    }

    /// Reads the object of a larger text; nil if it is none.
    init?(_ json: JSONValue) {
        guard let file = json["file"].string, let actor = json["actor"].string else { return nil }
        options = ImportOptions(file: file, actor: actor)
        if let feed = json["feed"].string { options.feed = feed }
        options.reason = json["reason"].string
        options.inputFormat = json["input_format"].string
        options.encoding = json["encoding"].string
        options.defaultAction = json["default_action"].string.flatMap { word in
            Action.allCases.first { $0.word == word }
        }
        options.onDuplicate = json["on_duplicate"].string.flatMap(DuplicateRule.init(rawValue:))
        options.mode = json["mode"].string.flatMap { word in
            FeedMode.allCases.first { $0.word == word }
        }
        options.rejectsMax = json["max_rejects"].string.flatMap(GuardLimit.parse)
        options.results = json["results"].string
        options.rejects = json["rejects"].string
        options.secrets = json["secrets"].string
        options.report = json["report"].string
        options.metrics = json["metrics"].string
        options.delimiter = json["delimiter"].unsigned.flatMap { UInt8(exactly: $0) }
        options.mail = json["mail"].bool
        options.isAtomic = json["atomic"].bool ?? false
        options.again = json["again"].bool ?? false
        options.isShareable = json["shareable"].bool ?? false
        options.isSpreadsheetSafe = json["spreadsheet_safe"].bool ?? false
        options.columnMap = json["map"].elements.compactMap(\.string)
        for (name, number) in json["allow"].members {
            guard let name = GuardName(rawValue: name) else { continue }
            options.allowances[name] = number.unsigned
        }
        configuration = json["configuration"].string
        plan = json["plan"].string
    }

    private static func text(_ limit: GuardLimit) -> String {
        switch limit {
        case .records(let number): "\(number)"
        case .percent(let share): "\(share)%"
        case .unlimited: "none"
        }
    }
}

extension RunRequest {
    /// The options that a run of the history had; of a run that kept none, what its row says.
    static func options(of plan: RunPlan) -> ImportOptions {
        if let request = RunRequest(plan.request) { return request.options }
        var options = ImportOptions(file: plan.file, actor: plan.actor)
        options.feed = plan.feed
        return options
    }
}
