import Provisioning

extension IssueCode {
    /// Advice on a fault of a record in its format; nil: the code is about something else.
    var formatAdvice: CauseAdvice? {
        switch self {
        case .csvQuoteUnclosed:
            CauseAdvice(
                "A quoted field has no closing quote. Only the line on which the quote was "
                    + "opened is rejected, and reading goes on at the next line.",
                "Close the quote; a quote inside a quoted field is written twice (`\"\"`).")
        case .csvQuoteMisplaced:
            CauseAdvice(
                "Text follows the closing quote of a field. A quote inside an unquoted field "
                    + "is plain text.",
                "Quote the whole field and double the quotes in it.")
        case .csvFieldsTooFew:
            CauseAdvice(
                "The record has fewer fields than the header has columns. Often a line break "
                    + "that is not quoted cuts a record in two.",
                "Add the missing separators, or quote the field that contains a line break.")
        case .csvFieldsTooMany:
            CauseAdvice(
                "The record has more fields than the header has columns. Often a separator "
                    + "inside a value is not quoted: `Sales, EMEA`.",
                "Quote that value.")
        case .csvByteNUL:
            CauseAdvice(
                "The record contains a NUL byte, which no text has. A file of UTF-16 without "
                    + "a byte order mark looks like this in every record.",
                "Export the file as UTF-8.")
        case .csvTextInvalidUTF8:
            CauseAdvice(
                "The record is not UTF-8. Files from spreadsheets are often Windows-1252.",
                "Export as UTF-8, or declare the encoding: `--encoding windows-1252`.")
        case .csvFieldTooLong:
            CauseAdvice(
                "One field is longer than the limit (64 KiB).",
                "Look for a quote that was never closed further up; otherwise shorten the "
                    + "value.")
        case .csvRecordTooLong:
            CauseAdvice(
                "The record is longer than the limit (1 MiB).",
                "Look for a quote that was never closed; otherwise shorten the record.")
        case .xmlTextMisplaced:
            CauseAdvice(
                "Text stands directly in the record, or beside other elements in one of its "
                    + "elements, so that it belongs to no column.",
                "Give each value an element of its own.")
        case .xmlTextInvalidUTF8:
            CauseAdvice(
                "A value, or a comment within the record, is not UTF-8; the message says "
                    + "which byte, and where.",
                "Export as UTF-8, or declare the encoding: `--encoding windows-1252`.")
        case .xmlFieldTooLong:
            CauseAdvice(
                "One value, or a list put together, is longer than the limit (64 KiB).",
                "Shorten it, or list its name under `ignore` in the profile.")
        case .xmlRecordTooLong:
            CauseAdvice(
                "The record is longer than the limit (1 MiB). Values behind the limit are "
                    + "not read.",
                "Shorten it; a record that holds many others often means that `record_path` "
                    + "is too short.")
        case .jsonRecordMalformed:
            CauseAdvice(
                "The record is not well-formed JSON (RFC 8259). The message says what stands "
                    + "at which column and what is allowed there.",
                "Write the record with a JSON library; put each object on one line (`jq -c . "
                    + "FILE`).")
        case .jsonRecordNotObject:
            CauseAdvice(
                "The line, or the element of the array, is something else than an object: "
                    + "`{` must be its first sign.",
                "Write each record as an object with a key for each value.")
        case .jsonRecordTooLong:
            CauseAdvice(
                "The record is longer than the limit (1 MiB). It has no fields in the "
                    + "results.",
                "Look for a line end that is missing; otherwise shorten the record.")
        case .jsonKeyRepeated:
            CauseAdvice(
                "The record has the same key twice, or two spellings of one name: "
                    + "`{\"name\": {\"first\": \"A\"}, \"name.first\": \"B\"}`.",
                "Leave one of them out.")
        case .jsonKeysTooMany:
            CauseAdvice(
                "The record has more different names of values than a feed may have columns "
                    + "(256). The elements of a list share their names.",
                "Leave out what is of no use, or raise `limits.columns`.")
        case .jsonDepthTooDeep:
            CauseAdvice(
                "The record has more objects and lists within each other than the limit (16).",
                "Leave out the branch that goes so deep: names of columns do not need it.")
        case .jsonFieldTooLong:
            CauseAdvice(
                "A value, a joined list or a key is longer than the limit (64 KiB), escapes "
                    + "resolved.",
                "Shorten the value.")
        case .jsonTextInvalidUTF8:
            CauseAdvice(
                "The record is not UTF-8. Files from older Windows programs are often "
                    + "Windows-1252.",
                "Export as UTF-8, or declare the encoding: `--encoding windows-1252`.")
        default: nil
        }
    }
}
