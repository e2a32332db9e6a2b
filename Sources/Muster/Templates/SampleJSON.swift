import Provisioning
import ResultReporting

/// The sample as JSON Lines: an object a row, with the types of JSON.
struct SampleJSON {
    private let terms: SampleTerms

    init(_ terms: SampleTerms) { self.terms = terms }

    var text: String {
        var json = JSONWriter()
        var text = terms.profile.encoding == nil ? "" : "\u{FEFF}"
        let names = terms.names()
        for row in SampleFeed.rows {
            write(record(row, names), to: &json)
            text += json.take().text
        }
        return text
    }

    private func record(_ row: [String: String], _ names: [SampleTerms.Name]) -> SampleTree {
        var record = SampleTree.empty
        for name in names {
            guard let value = terms.value(of: name, in: row) else { continue }
            if !record.put(value, at: SamplePath.steps(name.name)) {
                // A key with dots in it is read like the path that it spells.
                _ = record.put(value, at: [.member(name.name)])
            }
        }
        return record
    }

    private func write(_ tree: SampleTree, to json: inout JSONWriter) {
        switch tree {
        case .value(.text(let text)): json.value(text)
        case .value(.truth(let isTrue)): json.value(isTrue)
        case .value(.number(let number)): json.value(number)
        case .value(.list(let items)):
            json.beginArray()
            for item in items { json.value(item) }
            json.endArray()
        case .object(let members):
            json.beginObject()
            for member in members {
                json.key(member.name)
                write(member.tree, to: &json)
            }
            json.endObject()
        case .array(let elements):
            json.beginArray()
            for element in elements { write(element, to: &json) }
            json.endArray()
        }
    }
}
