import Provisioning
import ResultReporting
import Testing

/// How far a run has come.
@Suite struct ProgressLineTests {
    private static func line(
        _ records: UInt64, rejects: UInt64 = 0, _ share: Double?, milliseconds: Int
    ) -> ProgressLine {
        ProgressLine(
            phase: "applying", records: records, rejects: rejects, share: share,
            elapsed: .milliseconds(milliseconds))
    }

    @Test(
        arguments: [
            (
                line(412_000, rejects: 38, 0.41, milliseconds: 4_200),
                "applying  [####........]  41 %  412,000 records  98,095/s  6 s left  38 rejected"
            ), (line(1, nil, milliseconds: 100), "applying  1 record"),
            (
                line(0, 0, milliseconds: 0),
                "applying  [............................]  0 %  0 records"
            ),
            (
                line(10, 1, milliseconds: 1_000),
                "applying  [############################]  100 %  10 records  10/s"
            ),
            (
                line(10, 7, milliseconds: 1_000),
                "applying  [############################]  100 %  10 records  10/s"
            ),
            (
                line(10, .nan, milliseconds: 1_000),
                "applying  [............................]  0 %  10 records  10/s"
            ),
            (
                line(50_000_000, rejects: 1_204, 0.5, milliseconds: 3_600_000),
                "applying  [#######.......]  50 %  50,000,000  13,888/s  1 h left  1,204 rejected"
            ),
        ])
    func lineSaysWhatIsKnown(line: ProgressLine, expected: String) {
        #expect(line.text() == expected)
    }

    @Test func whatHasNoRoomGoesAndRejectsGoLast() {
        let line = Self.line(412_000, rejects: 38, 0.41, milliseconds: 4_200)
        #expect(
            line.text(width: 60)
                == "applying  [###......]  41 %  98,095/s  6 s left  38 rejected")
        #expect(line.text(width: 50) == "applying  41 %  98,095/s  6 s left  38 rejected")
        #expect(line.text(width: 30) == "applying  41 %  38 rejected")
        #expect(line.text(width: 16) == "applying  41 %")
        #expect(line.text(width: 4) == "appl")
    }

    @Test func noLineIsWiderThanItsRoom() {
        for bar in [ProgressBar.ascii, .blocks] {
            for width in 0...140 {
                for share in [nil, 0, 0.333, 1] as [Double?] {
                    var line = Self.line(.max, rejects: .max, share, milliseconds: 1_000_000)
                    line.bar = bar
                    #expect(DisplayWidth.columns(line.text(width: width)) <= width)
                }
            }
        }
    }

    @Test func blocksFillUp() {
        var line = Self.line(10, 0.5, milliseconds: 0)
        line.bar = .blocks
        let done = String(repeating: "█", count: 15)
        #expect(
            line.text()
                == "applying  \(done)\(String(repeating: "░", count: 15))  50 %  10 records")
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
