import Muster
import Testing

/// What a report says of a feed's newest run.
@Suite struct FeedFiguresTests {
    private static func figures(
        records: [UInt64], rejects: [UInt64]? = nil, durations: [UInt64]? = nil
    ) -> FeedFigures {
        var figures = FeedFigures()
        figures.records = records
        figures.rejects = rejects ?? records.map { _ in 0 }
        figures.durations = durations ?? records.map { _ in 100 }
        return figures
    }

    @Test func theMedianIsTheMiddleOne() {
        #expect(FeedFigures.median([]) == nil)
        #expect(FeedFigures.median([7]) == 7)
        #expect(FeedFigures.median([9, 1]) == 1)
        #expect(FeedFigures.median([9, 1, 5]) == 5)
        #expect(FeedFigures.median([8, 1, 5, 9]) == 5)
    }

    @Test(arguments: [
        ([1_000, 1_000, 1_000, 500], "fewer records than usual: the median is 1,000"),
        ([1_000, 1_000, 1_000, 501], nil),
        ([1_000, 1_000, 1_000, 2_000], "more records than usual: the median is 1,000"),
        ([1_000, 1_000, 1_000, 1_999], nil),
        // Half of a small feed is not many people.
        ([198, 198, 198, 99], nil),
        ([200, 200, 200, 100], "fewer records than usual: the median is 200"),
        // Two runs before it are no habit.
        ([1_000, 1_000, 10], nil),
        // One odd night among them does not make it usual.
        ([1_000, 10, 1_000, 1_000, 1_000], nil),
    ])
    func recordsOfHalfOrDoubleAreNamed(records: [UInt64], remark: String?) {
        #expect(Self.figures(records: records).remarks == (remark.map { [$0] } ?? []))
    }

    @Test func rejectsAndTimeAreNamedWhereTheyGrow() {
        let same: [UInt64] = [900, 900, 900, 900]
        #expect(
            Self.figures(records: same, rejects: [0, 3, 5, 23]).remarks
                == ["more rejects than usual: the median is 3"])
        #expect(Self.figures(records: same, rejects: [0, 3, 5, 22]).remarks.isEmpty)
        #expect(Self.figures(records: same, rejects: [90, 90, 90, 0]).remarks.isEmpty)
        #expect(
            Self.figures(records: same, durations: [5_000, 4_000, 6_000, 15_000]).remarks
                == ["slower than usual: the median is 5.0 s"])
        #expect(
            Self.figures(records: same, durations: [5_000, 4_000, 6_000, 14_999]).remarks.isEmpty)
        #expect(
            Self.figures(records: same, durations: [60_000, 60_000, 60_000, 900]).remarks.isEmpty)
    }
}
