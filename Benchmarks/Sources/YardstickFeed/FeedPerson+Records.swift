/// A person as a record of each format, with its line end.
extension FeedPerson {
    func appendRecord(as format: FeedFormat, to line: inout LineBuffer) {
        switch format {
        case .csv: appendCSV(to: &line)
        case .xml: appendXML(to: &line)
        case .jsonl: appendJSON(to: &line)
        }
    }

    private func appendCSV(to line: inout LineBuffer) {
        for column in FeedColumn.beforeGroups {
            append(column, to: &line)
            line.append(",")
        }
        for group in 0..<Self.groupCount {
            if group > 0 { line.append(";") }
            appendGroup(group, to: &line)
        }
        for column in FeedColumn.behindGroups {
            let isQuoted = column == .department && departmentHasComma
            line.append(isQuoted ? ",\"" : ",")
            append(column, to: &line)
            if isQuoted { line.append("\"") }
        }
        line.append("\n")
    }

    private func appendXML(to line: inout LineBuffer) {
        line.append("<user action=\"")
        append(.action, to: &line)
        line.append("\">")
        for column in FeedColumn.beforeGroups where column != .action {
            appendElement(column, to: &line)
        }
        line.append("<groups>")
        for group in 0..<Self.groupCount {
            line.append("<group>")
            appendGroup(group, to: &line)
            line.append("</group>")
        }
        line.append("</groups>")
        for column in FeedColumn.behindGroups { appendElement(column, to: &line) }
        line.append("</user>\n")
    }

    private func appendElement(_ column: FeedColumn, to line: inout LineBuffer) {
        line.append("<")
        line.append(column.name)
        line.append(">")
        append(column, to: &line)
        line.append("</")
        line.append(column.name)
        line.append(">")
    }

    private func appendJSON(to line: inout LineBuffer) {
        line.append("{")
        for column in FeedColumn.beforeGroups {
            appendMember(column, to: &line)
            line.append(",")
        }
        line.append("\"groups\":[")
        for group in 0..<Self.groupCount {
            line.append(group > 0 ? ",\"" : "\"")
            appendGroup(group, to: &line)
            line.append("\"")
        }
        line.append("]")
        for column in FeedColumn.behindGroups {
            line.append(",")
            appendMember(column, to: &line)
        }
        line.append("}\n")
    }

    private func appendMember(_ column: FeedColumn, to line: inout LineBuffer) {
        let isNumber = column == .deviceLimit
        line.append("\"")
        line.append(column.name)
        line.append(isNumber ? "\":" : "\":\"")
        append(column, to: &line)
        if !isNumber { line.append("\"") }
    }
}
