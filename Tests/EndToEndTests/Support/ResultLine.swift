import Foundation
import Testing

/// One line of a JSON Lines results file.
struct ResultLine: Decodable, Equatable {
    struct Finding: Decodable, Equatable {
        var code: String
        var severity: String
        var column: String?
        var message: String
    }

    var record: Int
    var line: Int
    /// nil: it could not be told.
    var action: String?
    var outcome: String
    var username: String?
    var email: String?
    var externalID: String?
    var issues: [Finding]
    var detail: String?

    enum CodingKeys: String, CodingKey {
        case record, line, action, outcome, username, email, issues, detail
        case externalID = "external_id"
    }

    var codes: [String] { issues.map(\.code) }

    static func all(in text: String) throws -> [ResultLine] {
        try text.split(separator: "\n").map {
            try JSONDecoder().decode(ResultLine.self, from: Data($0.utf8))
        }
    }
}
