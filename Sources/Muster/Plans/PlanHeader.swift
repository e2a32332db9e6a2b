import Provisioning
import ResultReporting

/// The first line of a plan file: what the plan was made from, and what it comes to.
struct PlanHeader {
    /// Version of the form of plan files.
    static let form: UInt64 = 1
    /// Users over their limit, and records of a kind, that are listed by name; the rest is counted.
    static let listedMax = 100

    var version = ProgramVersion.text
    var madeAt: String
    var madeBy: String
    /// What the plan is to be carried out with.
    var request: RunRequest
    var fileBytes: UInt64 = 0
    var fileHash = ""
    var configurationHash = ""
    var optionsHash = ""
    /// Whether the plan was made where there was no directory, so that it has no key.
    var isUnkeyed = false
    var records: UInt64 = 0
    var outcomes: [Outcome: UInt64] = [:]
    var leavers: [Outcome: UInt64] = [:]
    var guards: [GuardReading] = []
    /// Kind and day (`now`: at once) of the mails that are owed, with how many.
    var mails: [(kind: String, due: String, count: UInt64)] = []
    /// Users with more devices than the limit that they get.
    var surplusCount: UInt64 = 0
    var surplus: [(record: UInt64, user: UInt64, devices: UInt64, limit: UInt64)] = []
    /// Second factors that cannot be used: code, records, the first of them.
    var factors: [(code: String, count: UInt64, records: [UInt64])] = []
    var passwords: UInt64 = 0
    var groupsCreated: UInt64 = 0
    var notices: [String] = []
    /// Lines between this one and the seal.
    var lines: UInt64 = 0
    /// SHA-256 over the verdicts of all records.
    var verdicts = ""
    /// SHA-256 over number and version of each user that the plan changes.
    var users = ""

    init(madeAt: String, madeBy: String, request: RunRequest) {
        self.madeAt = madeAt
        self.madeBy = madeBy
        self.request = request
    }

    /// The line with its end.
    var text: ByteString {
        var json = JSONWriter()
        json.beginObject()
        json.member("muster_plan", Self.form)
        json.member("version", version)
        json.member("made_at", madeAt)
        json.member("made_by", madeBy)
        json.member("feed", request.options.feed)
        json.member("file", request.options.file)
        json.member("file_bytes", fileBytes)
        json.member("file_hash", fileHash)
        json.member("configuration_hash", configurationHash)
        json.key("options")
        request.write(to: &json)
        json.member("options_hash", optionsHash)
        json.member("keyed", !isUnkeyed)
        json.member("records", records)
        Self.write("outcomes", outcomes, to: &json)
        Self.write("leavers", leavers, to: &json)
        writeGuards(to: &json)
        writeImpact(to: &json)
        json.member("passwords_to_hash", passwords)
        json.member("groups_created", groupsCreated)
        json.key("notices")
        json.beginArray()
        for notice in notices { json.value(notice) }
        json.endArray()
        json.member("lines", lines)
        json.member("verdicts_hash", verdicts)
        json.member("users_hash", users)
        json.endObject()
        return json.take()
    }

    private static func write(
        _ name: String, _ outcomes: [Outcome: UInt64], to json: inout JSONWriter
    ) {
        json.key(name)
        json.beginObject()
        for outcome in Outcome.allCases {
            if let count = outcomes[outcome], count > 0 { json.member(outcome.word, count) }
        }
        json.endObject()
    }

    private func writeGuards(to json: inout JSONWriter) {
        json.key("guards")
        json.beginArray()
        for reading in guards {
            json.beginObject()
            json.member("name", reading.name)
            json.member("count", reading.count)
            json.key("limit")
            if let limit = reading.limit { json.value(limit) } else { json.null() }
            json.endObject()
        }
        json.endArray()
    }

    private func writeImpact(to json: inout JSONWriter) {
        json.key("mails")
        json.beginArray()
        for mail in mails {
            json.beginObject()
            json.member("kind", mail.kind)
            json.member("due", mail.due)
            json.member("count", mail.count)
            json.endObject()
        }
        json.endArray()
        json.key("over_device_limit")
        json.beginObject()
        json.member("count", surplusCount)
        json.key("users")
        json.beginArray()
        for user in surplus {
            json.beginObject()
            json.member("record", user.record)
            json.member("user", user.user)
            json.member("devices", user.devices)
            json.member("limit", user.limit)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.key("second_factors")
        json.beginArray()
        for factor in factors {
            json.beginObject()
            json.member("code", factor.code)
            json.member("count", factor.count)
            json.key("records")
            json.beginArray()
            for record in factor.records { json.value(record) }
            json.endArray()
            json.endObject()
        }
        json.endArray()
    }

    /// Reads a line; nil if it is no header of this form.
    init?(_ json: JSONValue) {
        guard json["muster_plan"].unsigned == Self.form, let request = RunRequest(json["options"]),
            let madeAt = json["made_at"].string, let madeBy = json["made_by"].string,
            let version = json["version"].string, let fileHash = json["file_hash"].string,
            let fileBytes = json["file_bytes"].unsigned, let keyed = json["keyed"].bool,
            let configurationHash = json["configuration_hash"].string,
            let optionsHash = json["options_hash"].string, let records = json["records"].unsigned,
            let verdicts = json["verdicts_hash"].string, let users = json["users_hash"].string
        else { return nil }
        self.init(madeAt: madeAt, madeBy: madeBy, request: request)
        self.version = version
        self.fileHash = fileHash
        self.fileBytes = fileBytes
        self.configurationHash = configurationHash
        self.optionsHash = optionsHash
        isUnkeyed = !keyed
        self.records = records
        self.verdicts = verdicts
        self.users = users
        outcomes = Self.outcomes(json["outcomes"])
        leavers = Self.outcomes(json["leavers"])
        guards = json["guards"].elements.map {
            GuardReading(
                name: $0["name"].string ?? "", count: $0["count"].unsigned ?? 0,
                limit: $0["limit"].unsigned, hasTripped: false)
        }
        mails = json["mails"].elements.map {
            ($0["kind"].string ?? "", $0["due"].string ?? "", $0["count"].unsigned ?? 0)
        }
        surplusCount = json["over_device_limit"]["count"].unsigned ?? 0
        surplus = json["over_device_limit"]["users"].elements.map {
            (
                $0["record"].unsigned ?? 0, $0["user"].unsigned ?? 0,
                $0["devices"].unsigned ?? 0, $0["limit"].unsigned ?? 0
            )
        }
        factors = json["second_factors"].elements.map {
            (
                $0["code"].string ?? "", $0["count"].unsigned ?? 0,
                $0["records"].elements.compactMap(\.unsigned)
            )
        }
        passwords = json["passwords_to_hash"].unsigned ?? 0
        groupsCreated = json["groups_created"].unsigned ?? 0
        notices = json["notices"].elements.compactMap(\.string)
        lines = json["lines"].unsigned ?? 0
    }

    private static func outcomes(_ json: JSONValue) -> [Outcome: UInt64] {
        var outcomes: [Outcome: UInt64] = [:]
        for outcome in Outcome.allCases { outcomes[outcome] = json[outcome.word].unsigned }
        return outcomes
    }
}
