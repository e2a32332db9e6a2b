package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster login check` prints.
package struct LoginText {
    private let verdict: LoginVerdict

    package init(_ verdict: LoginVerdict) { self.verdict = verdict }

    /// The decision on one line, as `allowed ada` or `denied ada: second-factor-required (otp-sms)`,
    /// and for a grant the dashboard under it; each line with its end.
    package func text(style: CommandStyle) -> String {
        let name = MessageText.quoted(verdict.username?.text ?? verdict.name)
        if let reason = verdict.reason {
            let method = verdict.method.map { " (\($0.word))" } ?? ""
            let shown = reason == .secondFactorRequired ? method : ""
            return "\(style.bad("denied")) \(name): \(reason.rawValue)\(shown)\n"
        }
        if let grant = verdict.grant { return text(of: grant, name, style) }
        let session = verdict.session.map { ": session \($0.text)" } ?? ""
        return "\(style.good("allowed")) \(name)\(session)\n"
    }

    private func text(
        of grant: ImpersonationGrant, _ name: String, _ style: CommandStyle
    ) -> String {
        let actor = MessageText.quoted(grant.actor.text)
        guard grant.endedAt == nil else { return "ended the grant of \(actor) for \(name)\n" }
        return "\(style.good("allowed")) \(name): \(actor) acts as this user\n"
            + FactList.text([
                ("Reason", grant.reason.map { MessageText.quoted($0.text) }),
                ("Until", grant.expiresAt.utcText),
                ("Groups", verdict.groups.map(MessageText.quoted).joined(separator: "; ")),
            ]) + verdict.apps.map { "App  \(Self.text(of: $0))\n" }.joined()
    }

    private static func text(of app: AssignedApp) -> String {
        let ways = (app.isDirect ? ["direct"] : []) + app.groups.map { "group \($0)" }
        let last = app.lastAccess.map { "last accessed \($0.utcText)" } ?? "never accessed"
        return "\(app.name) (\(ways.joined(separator: ", "))), \(last)"
    }

    /// What somebody who is denied can do about it; nil: they are allowed.
    package var advice: String? { verdict.reason?.advice(method: verdict.method) }

    /// The same for programs: one object.
    package var json: ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        json.member("decision", verdict.isAllowed ? "allowed" : "denied")
        json.member("reason", verdict.reason?.rawValue)
        json.member("method", verdict.method?.word)
        json.key("user")
        if let user = verdict.user { json.value(user.value) } else { json.null() }
        json.member("username", verdict.username)
        json.member("session", verdict.session)
        json.member("device_registered", verdict.registeredDevice)
        json.key("devices_dropped")
        json.beginArray()
        for device in verdict.devicesDropped { json.value(device) }
        json.endArray()
        write(verdict.apps, to: &json)
        json.key("groups")
        json.beginArray()
        for group in verdict.groups { json.value(group) }
        json.endArray()
        write(verdict.grant, to: &json)
        json.endObject()
        return json.take()
    }

    private func write(_ apps: [AssignedApp], to json: inout JSONWriter) {
        json.key("apps")
        json.beginArray()
        for app in apps {
            json.beginObject()
            json.member("app", app.name)
            json.member("direct", app.isDirect)
            json.key("groups")
            json.beginArray()
            for group in app.groups { json.value(group) }
            json.endArray()
            json.member("last_access", app.lastAccess?.utcText)
            json.endObject()
        }
        json.endArray()
    }

    private func write(_ grant: ImpersonationGrant?, to json: inout JSONWriter) {
        json.key("grant")
        guard let grant else { return json.null() }
        json.beginObject()
        json.member("actor", grant.actor)
        json.member("reason", grant.reason)
        json.member("started_at", grant.startedAt.utcText)
        json.member("expires_at", grant.expiresAt.utcText)
        json.member("uses", grant.uses)
        json.member("ended_at", grant.endedAt?.utcText)
        json.endObject()
    }
}
