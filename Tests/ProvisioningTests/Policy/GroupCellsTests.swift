import Provisioning
import Testing

/// What a `groups` cell asks for.
@Suite struct GroupCellsTests {
    let groups = GroupTable([
        GroupEntry(name: "Staff", id: GroupID(1)), GroupEntry(name: "ops", id: GroupID(2)),
        GroupEntry(name: "sales", id: GroupID(3)),
    ])

    func request(_ cell: String) -> GroupCells.Request {
        let cells = GroupCells(groups: groups)
        return ByteString(cell).bytes.withUnsafeBytes { cells.request($0) }
    }

    @Test func namesAreComparedWithoutCase() {
        #expect(request("STAFF; Ops").joins == [0, 1])
    }

    @Test func signsSayWhatIsWanted() {
        let request = request("+ops|-sales|staff")
        #expect(request.joins == [0, 1])
        #expect(request.leaves == [2])
        #expect(request.hasBareNames)
        #expect(!self.request("+ops").hasBareNames)
    }

    @Test func theProfileNamesTheSeparator() {
        let cells = GroupCells(groups: groups, separators: ASCIISet([0x2C]))
        let request = ByteString("ops, -sales,R;D").bytes.withUnsafeBytes { cells.request($0) }
        #expect(request.joins == [1])
        #expect(request.leaves == [2])
        #expect(request.unknown == ["R;D"])
    }

    @Test func unknownNamesAreToldApart() {
        #expect(request("ops;new;-never").unknown == ["new"])
    }

    @Test func aRememberedCellSaysTheSame() {
        let cells = GroupCells(groups: groups)
        for _ in 0..<3 {
            let request = ByteString("ops;staff").bytes.withUnsafeBytes { cells.request($0) }
            #expect(request.joins == [0, 1])
        }
    }

    /// Both ways through a cell that only joins known groups end with the same groups; any other cell is
    /// left to the longer one.
    @Test func theShortWaySaysWhatTheLongOneSays() {
        let long = String(repeating: "long name ", count: 3) + "end"
        _ = groups.add(GroupEntry(name: ByteString(long)))
        _ = groups.add(GroupEntry(name: "sixteen-letters!"))
        let items = [
            "ops", "staff", "STAFF", "+sales", " ops ", "-ops", "new", "", "+ops", long,
            "sixteen-letters!", "sixteen-letters?",
        ]
        let cells = GroupCells(groups: groups)
        for first in items {
            for second in items {
                for third in items {
                    let cell = ByteString([first, second, third].joined(separator: "|"))
                    let request = cell.bytes.withUnsafeBytes { cells.request($0) }
                    var joined: ContiguousArray<GroupIndex> = [42]
                    let isShort = cell.bytes.withUnsafeBytes { cells.join($0, into: &joined) }
                    let hasRemoval = [first, second, third].contains("-ops")
                    #expect(
                        isShort == (!hasRemoval && request.unknown.isEmpty), "\(cell)")
                    let expected = isShort ? [42] + request.joins : [42]
                    #expect(Array(joined) == expected, "\(cell)")
                }
            }
        }
    }

    @Test func onlyTheFirstRecordAnnouncesAGroup() {
        let index = groups.add(GroupEntry(name: "new"))
        #expect(groups.announces(7, creationOf: index))
        #expect(groups.announces(7, creationOf: index))
        #expect(!groups.announces(8, creationOf: index))
        #expect(!groups.announces(7, creationOf: 0))
    }
}
