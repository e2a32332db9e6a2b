import FlyingFox
import Foundation
import Muster

/// Sign-ins, actions and imports over HTTP, each one call of the library.
struct ProvisioningService: Sendable {
    let directory: MusterDirectory

    func addRoutes(to server: HTTPServer) async {
        await server.appendRoute("POST /sign-in") { try await answer($0, signIn) }
        await server.appendRoute("POST /users/:user/:action") { try await answer($0, act) }
        await server.appendRoute("POST /imports/:feed") { try await answer($0, importFeed) }
    }

    // MARK: Sign-in

    /// What a sign-in page sends.
    private struct Credentials: Decodable {
        var user: String
        var password: String?
        var code: String?
        var device: String?
    }

    private func signIn(_ request: HTTPRequest) async throws -> HTTPResponse {
        let credentials = try JSONDecoder().decode(Credentials.self, from: await request.bodyData)
        var evidence = LoginEvidence()
        evidence.password = credentials.password
        evidence.code = credentials.code
        evidence.device = credentials.device
        evidence.startsSession = true
        let answer = try await directory.checkLogin(of: credentials.user, evidence)
        // Why not is for the log: a stranger must not learn which users there are.
        guard answer.isAllowed else {
            log("sign-in denied: \(answer.reason ?? "")")
            return json(.unauthorized, ["second_factor": answer.secondFactor ?? ""])
        }
        return json(.ok, ["session": answer.session ?? "", "user": answer.username ?? ""])
    }

    // MARK: Actions

    private func act(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let user = request.routeParameters["user"],
            let action = request.routeParameters["action"]
        else { return json(.badRequest, ["error": "no user or action"]) }
        let body = try await request.bodyData
        let values =
            body.isEmpty ? [:] : try JSONDecoder().decode([String: String].self, from: body)
        let result = try await directory.perform(action, on: user, values: values)
        let findings = result.findings.map { "\($0.message) [\($0.code)]" }
        return json(
            result.isAccepted ? .ok : .unprocessableContent,
            [
                "outcome": result.outcome, "detail": result.detail,
                "findings": findings.joined(separator: "; "),
                // Shown this once: backup codes, tokens.
                "secrets": result.secrets.map(\.value).joined(separator: " "),
            ])
    }

    // MARK: Imports

    private func importFeed(_ request: HTTPRequest) async throws -> HTTPResponse {
        // A feed can be larger than memory: it goes to a file as it comes.
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        _ = FileManager.default.createFile(
            atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file)
        for try await part in request.bodySequence { try handle.write(contentsOf: part) }
        try handle.close()

        var options = FeedImportOptions()
        options.feed = request.routeParameters["feed"] ?? "default"
        let summary = try await directory.importFeed(at: file.path, options: options) { state in
            log("import: \(state.records) records, \(state.rejected) rejected")
        }
        if let stop = summary.stop { return json(.conflict, ["error": stop.description]) }
        return json(
            summary.status == 0 ? .ok : .unprocessableContent,
            [
                "run": summary.run ?? "", "records": "\(summary.records)",
                "created": "\(summary.outcomes["created"] ?? 0)",
                "rejected": "\(summary.outcomes["rejected"] ?? 0)",
                "rejects": summary.rejectsPath ?? "",
            ])
    }

    // MARK: Answers

    /// Turns what the library throws into statuses of HTTP.
    private func answer(
        _ request: HTTPRequest, _ body: (HTTPRequest) async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        do {
            return try await body(request)
        } catch let error as MusterError {
            log(error.description)
            let status: HTTPStatusCode =
                switch error.status {
                case 64, 65: .badRequest
                case 66: .notFound
                case 75: .serviceUnavailable
                default: .internalServerError
                }
            return json(status, ["error": error.code])
        } catch is DecodingError {
            return json(.badRequest, ["error": "the body is not the JSON that is expected"])
        }
    }

    private func json(_ status: HTTPStatusCode, _ members: [String: String]) -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let body = (try? encoder.encode(members)) ?? Data()
        return HTTPResponse(
            statusCode: status, headers: [.contentType: "application/json"], body: body)
    }

    private func log(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\(line)\n".utf8))
    }
}
