import Provisioning
import Testing

/// Rejected records are followed from run to run by the hashes of their keys.
@Suite struct RejectLineageTests {
    private static let run = OpenRun(
        id: 9, name: "now", feed: FeedID(1), firstNewUser: 1, fingerprintBasis: 0, actor: "test",
        startedAt: Instant(milliseconds: 0))

    private static func open(
        _ run: Int64, _ record: UInt32, _ username: UInt64, attempts: UInt32 = 1
    ) -> OpenReject {
        OpenReject(run: run, record: record, hashes: (username, 0, 0), attempts: attempts)
    }

    /// Results of records with an outcome and the hash of a username each.
    private static func results(
        _ records: [(Outcome, UInt64)], action: Action = .upsert
    ) -> ChunkResults {
        let chunk = FeedChunk(capacity: 64)
        let batch = RecordBatch(chunk: chunk, layout: ColumnLayout())
        for (index, (_, hash)) in records.enumerated() {
            chunk.records.append(
                FeedRecord(
                    number: UInt32(index + 1), line: 1, offset: 0, byteLength: 0, firstField: 0,
                    fieldCount: 0, start: 0))
            batch.actions.append(action)
            batch.keyHashes += [hash, 0, 0]
        }
        var results = ChunkResults(
            batch: batch, outcomes: ContiguousArray(records.map { $0.0 }))
        results.issues = records.indices.filter { records[$0].0 == .rejected }.map {
            ($0, [RecordIssue(.fieldEmailMalformed, finding: "is none")])
        }
        return results
    }

    @Test func aRejectWithAKeyIsOpened() {
        let lineage = RejectLineage(run: Self.run, open: [], isReturned: false)
        lineage.note(Self.results([(.rejected, 5), (.rejected, 0), (.created, 6)]))
        #expect(
            lineage.takeChanges() == [
                .opened(Self.open(9, 1, 5), code: .fieldEmailMalformed)
            ])
        #expect(!lineage.hasChanges)
        #expect(lineage.stillOpen.isEmpty, "records of this run are not those of earlier ones")
    }

    @Test func whatIsRejectedAgainStaysOpenWithOneMoreAttempt() {
        let lineage = RejectLineage(
            run: Self.run, open: [Self.open(3, 7, 5, attempts: 2)], isReturned: false)
        lineage.note(Self.results([(.rejected, 5)]))
        // A second record with the same key in the same run is no further attempt.
        lineage.note(Self.results([(.rejected, 5)]))
        #expect(lineage.takeChanges() == [.again(run: 3, record: 7, attempts: 3)])
        #expect(lineage.stillOpen == [3: 1])
    }

    @Test func whatIsAcceptedIsClosed() {
        let lineage = RejectLineage(
            run: Self.run, open: [Self.open(3, 7, 5), Self.open(4, 1, 6)], isReturned: false)
        lineage.note(Self.results([(.unchanged, 5), (.skipped, 6)]))
        #expect(lineage.takeChanges() == [.closed(run: 3, record: 7)])
        #expect(lineage.stillOpen == [4: 1])
        lineage.note(Self.results([(.applied, 6)], action: .resetMFA))
        #expect(!lineage.hasChanges, "an action on a user says nothing of their record")
    }

    @Test func aDuplicateOfAnAcceptedRecordIsOpenInThisRun() {
        let lineage = RejectLineage(
            run: Self.run, open: [Self.open(3, 7, 5, attempts: 4)], isReturned: false)
        lineage.note(Self.results([(.updated, 5), (.rejected, 5)]))
        #expect(
            lineage.takeChanges() == [
                .closed(run: 3, record: 7),
                .opened(Self.open(9, 2, 5, attempts: 5), code: .fieldEmailMalformed),
            ])
    }

    @Test func anotherPersonWithTheUsernameClosesNothing() {
        let twin = OpenReject(run: 3, record: 7, hashes: (5, 0, 70), attempts: 1)
        let lineage = RejectLineage(
            run: Self.run, open: [twin, Self.open(3, 8, 6)], isReturned: false)
        lineage.note(Self.results([(.updated, 5), (.updated, 6)]))
        #expect(lineage.takeChanges() == [.closed(run: 3, record: 8)])
        #expect(lineage.stillOpen == [3: 1])
    }

    @Test func whomAFullFileDoesNotMeetIsClosed() {
        let lineage = RejectLineage(
            run: Self.run,
            open: [Self.open(3, 7, 5), Self.open(3, 8, 6), Self.open(4, 1, 7)], isReturned: false)
        lineage.note(Self.results([(.rejected, 5), (.skipped, 6)]))
        lineage.closeUnmet()
        #expect(
            lineage.takeChanges() == [
                .again(run: 3, record: 7, attempts: 2), .closed(run: 4, record: 1),
            ])
        #expect(lineage.stillOpen == [3: 2])
    }

    @Test func whatWasDoneBeforeAnInterruptionIsLeftAsItIs() {
        let lineage = RejectLineage(
            run: Self.run,
            open: [Self.open(3, 1, 5), Self.open(3, 2, 6), Self.open(3, 4, 7)], isReturned: false)
        #expect(lineage.isFollowing)
        let rejected = Self.results([(.rejected, 5), (.created, 8)])
        for (record, outcome) in rejected.outcomes.enumerated() {
            lineage.noteDone(record, of: rejected.batch, outcome: outcome)
        }
        let applied = Self.results([(.applied, 6)], action: .disable)
        lineage.noteDone(0, of: applied.batch, outcome: .applied)
        // A second record of the same person, behind the interruption, is no further attempt.
        lineage.note(Self.results([(.rejected, 5)]))
        #expect(!lineage.hasChanges)
        lineage.closeUnmet()
        #expect(lineage.takeChanges() == [.closed(run: 3, record: 4)])
    }

    @Test func onlyAFileThatComesBackHasAnOrigin() {
        let open = [Self.open(3, 7, 5), Self.open(3, 8, 6), Self.open(4, 1, 7)]
        for isReturned in [true, false] {
            let lineage = RejectLineage(run: Self.run, open: open, isReturned: isReturned)
            lineage.note(Self.results([(.created, 7), (.created, 6), (.rejected, 5)]))
            #expect(lineage.origin == (isReturned ? 3 : nil))
        }
    }

    @Test func noMoreThanTheLimitIsOpened() {
        let open = (1...RejectLineage.rowsMax - 1).map {
            Self.open(3, UInt32($0), UInt64($0 + 100))
        }
        let lineage = RejectLineage(run: Self.run, open: open, isReturned: false)
        lineage.note(Self.results([(.rejected, 1), (.rejected, 2)]))
        #expect(lineage.takeChanges().count == 1)
    }
}
