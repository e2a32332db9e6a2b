import Provisioning
import ResultReporting

/// The sample as CSV, with the rows that the profile expects around the people.
struct SampleCSV {
    private let terms: SampleTerms

    init(_ terms: SampleTerms) { self.terms = terms }

    var text: String {
        var dialect = FeedDialect(
            terms.profile, delimiter: terms.profile.delimiter ?? UInt8(ascii: ","))
        dialect.hasCarriageReturns = true
        var buffer = ByteBuffer()
        let names = terms.names()
        dialect.begin(&buffer)
        dialect.appendHeader(names.map { ByteString($0.name) }, to: &buffer)
        for row in SampleFeed.rows {
            let cells = names.map { name in
                terms.value(of: name, in: row).map(terms.text) ?? ""
            }
            dialect.appendRow(cells.map { ByteString($0) }, to: &buffer)
        }
        dialect.appendTrailer(records: UInt64(SampleFeed.rows.count), to: &buffer)
        return buffer.text
    }
}
