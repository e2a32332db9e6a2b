/// The formats that the feed is made in; the people in them are the same.
package enum FeedFormat: String, CaseIterable, Sendable {
    case csv, xml, jsonl

    /// What stands before the first record, with its line end.
    var opening: StaticString {
        switch self {
        case .csv:
            """
            action,username,email,first_name,last_name,phone,groups,device_limit,second_factor,\
            department,external_id

            """
        case .xml: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<users>\n"
        case .jsonl: ""
        }
    }

    /// What stands behind the last record, with its line end.
    var closing: StaticString { self == .xml ? "</users>\n" : "" }
}
