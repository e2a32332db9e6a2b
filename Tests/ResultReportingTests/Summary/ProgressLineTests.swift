import Provisioning
import ResultReporting
import Testing

/// How far a run has come.
@Suite struct ProgressLineTests {
    @Test(
        arguments: [
            (
                412_000 as UInt64, 38 as UInt64, 0.41 as Double?, 4_200,
                "applying  41 %  412,000 records  98,095/s  38 rejected  6.0 s left"
            ),
            (1, 0, nil, 100, "applying  1 record"),
            (0, 0, 0, 0, "applying  0 %  0 records"),
            (10, 0, 1, 1_000, "applying  100 %  10 records  10/s"),
            (10, 0, 7, 1_000, "applying  100 %  10 records  10/s"),
            (10, 0, .nan, 1_000, "applying  0 %  10 records  10/s"),
            (
                50_000_000, 0, 0.5, 3_600_000,
                "applying  50 %  50,000,000 records  13,888/s  1 h 0 min left"
            ),
            (.max, .max, nil, 1_000_000, nil),
        ] as [(UInt64, UInt64, Double?, Int, String?)])
    func lineSaysWhatIsKnown(
        records: UInt64, rejects: UInt64, share: Double?, milliseconds: Int, expected: String?
    ) {
        let line = ProgressLine(
            phase: "applying", records: records, rejects: rejects, share: share,
            elapsed: .milliseconds(milliseconds))
        if let expected { #expect(line.text() == expected) }
        #expect(line.text().count <= 80)
        #expect(line.text(width: 10).count <= 10)
    }

    @Test func throttleLetsALineThroughOnceAnInterval() {
        var throttle = ProgressThrottle(interval: .milliseconds(200))
        let due = [0, 50, 199, 200, 399, 401, 1_000, 500].map {
            throttle.isDue(at: Instant(milliseconds: $0))
        }
        #expect(due == [true, false, false, true, false, true, true, true])
    }

    @Test(arguments: [
        (0, "0.0 s"), (999, "0.9 s"), (9_999, "9.9 s"), (10_000, "10 s"), (59_999, "59 s"),
        (60_000, "1 min 0 s"), (200_000, "3 min 20 s"), (7_500_000, "2 h 5 min"), (-5, "0.0 s"),
    ])
    func durationsAreShort(milliseconds: Int, expected: String) {
        #expect(DurationText.text(.milliseconds(milliseconds)) == expected)
    }

    @Test(arguments: [
        (0 as Int64, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    ])
    func instantsFollowTheGregorianCalendar(milliseconds: Int64, expected: String) {
        #expect(InstantText.utc(Instant(milliseconds: milliseconds)) == expected)
    }

    @Test(arguments: [
        (0 as UInt64, "0"), (999, "999"), (1_000, "1,000"), (12_345, "12,345"),
        (1_000_000, "1,000,000"), (.max, "18,446,744,073,709,551,615"),
    ])
    func numbersForPeopleAreGrouped(number: UInt64, expected: String) {
        #expect(GroupedNumber.text(number) == expected)
    }
}
