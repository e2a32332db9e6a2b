package import Provisioning

/// The file `summary.json`: the figures of a run for programs.
///
/// Every key is always there, in this order; what is not known is null. Keys are added, never
/// renamed or removed.
package enum SummaryFile {
    /// The whole text.
    package static func text(_ report: RunReport, layout: JSONWriter.Layout = .indented)
        -> ByteString
    {
        var json = JSONWriter(layout: layout)
        write(report, to: &json)
        return json.take()
    }

    /// Writes the file whole or not at all.
    /// - Throws: a halt with status 73 or 74; what was there before is still there.
    package static func write(_ report: RunReport, to path: String) throws(RunHalt) {
        try AtomicFile.write(text(report), to: path)
    }

    /// Writes the object into a larger text, such as the list of runs.
    package static func write(_ report: RunReport, to json: inout JSONWriter) {
        json.beginObject()
        writeRun(report, to: &json)
        writeFigures(report, to: &json)
        writeFindings(report, to: &json)
        json.key("undo")
        if let undo = report.undo { undo.write(to: &json) } else { json.null() }
        writeHistory(report, to: &json)
        json.key("hashes")
        json.beginObject()
        json.member("file", known(report.fileHash))
        json.member("configuration", known(report.configurationHash))
        json.member("options", known(report.optionsHash))
        json.endObject()
        json.key("audit_head")
        AuditHeadText.write(report.auditHead, to: &json)
        json.key("files")
        json.beginObject()
        json.member("results", report.resultsPath)
        json.member("rejects", report.rejectsPath)
        json.member("secrets", report.secretsPath)
        json.member("summary", report.summaryPath)
        json.member("report", report.reportPath)
        json.member("plan", report.planPath)
        json.endObject()
        json.endObject()
    }

    private static func writeRun(_ report: RunReport, to json: inout JSONWriter) {
        json.member("run", report.run)
        json.member("feed", report.feed)
        json.member("command", report.command)
        json.member("actor", report.actor)
        json.member("file", report.file)
        json.member("dry_run", report.isDryRun)
        json.member("state", report.state.rawValue)
        json.member("status", report.status.rawValue)
        json.member("started_at", InstantText.utc(report.startedAt))
        json.member("finished_at", InstantText.utc(report.finishedAt))
        json.member("duration_ms", DurationText.milliseconds(report.duration))
        json.key("resumed_after")
        if let done = report.resumedAfter { json.value(done) } else { json.null() }
        json.key("superseded")
        if let run = report.superseded {
            json.beginObject()
            json.member("run", run.name)
            json.member("records", run.records)
            json.endObject()
        } else {
            json.null()
        }
        json.key("input")
        if let reading = report.reading { write(reading, to: &json) } else { json.null() }
    }

    private static func write(_ reading: FeedReading, to json: inout JSONWriter) {
        json.beginObject()
        json.member("format", reading.format)
        json.member("compression", reading.compression)
        json.member("encoding", reading.encoding)
        json.member("encoding_reason", reading.encodingReason)
        json.member("delimiter", reading.delimiter)
        json.member("delimiter_reason", reading.delimiterReason)
        json.endObject()
    }

    private static func writeFigures(_ report: RunReport, to json: inout JSONWriter) {
        json.member("records", report.summary.records)
        json.member("accepted", report.accepted)
        json.member("rejected", report.summary.count(.rejected))
        json.key("outcomes")
        writeOutcomes(report.summary.outcomes, to: &json)
        json.key("leavers")
        writeOutcomes(report.leavers, to: &json)
        json.member("mails_queued", report.summary.mailsQueued)
        json.member("groups_created", report.summary.groupsCreated)
        json.member("secrets", report.secrets)
        json.member("passwords_to_hash", report.passwordsToHash)
        json.key("housekeeping")
        if let kept = report.housekeeping { kept.write(to: &json) } else { json.null() }
        json.key("hashing_estimate_ms")
        if let estimate = report.hashingEstimate {
            json.value(DurationText.milliseconds(estimate))
        } else {
            json.null()
        }
    }

    private static func writeOutcomes(_ outcomes: [Outcome: UInt64], to json: inout JSONWriter) {
        json.beginObject()
        for outcome in Outcome.allCases { json.member(outcome.word, outcomes[outcome] ?? 0) }
        json.endObject()
    }

    private static func writeHistory(_ report: RunReport, to json: inout JSONWriter) {
        json.member("repeats_run", report.repeats?.name)
        json.key("still_open")
        json.beginArray()
        for count in report.stillOpen {
            json.beginObject()
            json.member("run", count.run)
            json.member("records", UInt64(count.records))
            json.endObject()
        }
        json.endArray()
    }

    private static func writeFindings(_ report: RunReport, to json: inout JSONWriter) {
        json.key("codes")
        json.beginObject()
        for (code, count) in CodeCount.ordered(report.summary.issues) {
            json.member(code.rawValue, count)
        }
        json.endObject()
        json.key("first_places")
        json.beginObject()
        for (code, _) in CodeCount.ordered(report.summary.issues) {
            if let place = report.summary.firstPlaces[code] { json.member(code.rawValue, place) }
        }
        json.endObject()
        json.key("notices")
        json.beginArray()
        for notice in report.summary.notices { write(notice, to: &json) }
        json.endArray()
        json.key("guards")
        json.beginArray()
        for reading in report.guards { write(reading, to: &json) }
        json.endArray()
    }

    private static func write(_ notice: RecordIssue, to json: inout JSONWriter) {
        json.beginObject()
        json.member("code", notice.code.rawValue)
        json.member("severity", notice.severity.rawValue)
        json.member("column", notice.column)
        json.member("message", notice.message)
        json.endObject()
    }

    private static func write(_ reading: GuardReading, to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", reading.name)
        json.member("count", reading.count)
        json.key("limit")
        if let limit = reading.limit { json.value(limit) } else { json.null() }
        json.member("tripped", reading.hasTripped)
        json.member("remark", reading.remark)
        json.endObject()
    }

    private static func known(_ hash: String) -> String? { hash.isEmpty ? nil : hash }
}
