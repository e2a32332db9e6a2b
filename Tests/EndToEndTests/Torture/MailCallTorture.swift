import Glibc
import Testing

/// A relay that is killed at any call, also while it talks to the server, sends each mail once, and once
/// more at most for each kill, and then it is the same mail.
@Suite struct MailCallTorture {
    static let mails = 6

    @Test func aRelayThatDiesAtAnyCallRepeatsAtMostOneMail() throws {
        let seed = TortureSize.seed
        print("MUSTER_SEED=\(seed)")
        var random = SeededRandom(seed: seed)
        let base = try MailScene(users: (0..<Self.mails).map { "u\($0)" }).workplace
        base.binary = BuiltBinary.optimised
        let peer = try MailPeer(in: base)
        let words = ["mail", "deliver", "--transport", peer.transport, "--rate", "none", "--quiet"]
        var seen = 0
        var (kills, repeats) = (0, 0)
        let rounds = TortureSize.rounds(submission: 10, release: 1_000, share: 0.05)
        for round in rounds {
            let place = try KillableCommand.copy(base)
            // Commands and replies of a mail: some twelve calls of each kind.
            let call = round % 2 == 0 ? "send" : "any"
            let number = Int.random(in: 1...(Self.mails * 8), using: &random)
            let action = CallPoint.actions.randomElement(using: &random) ?? "kill"
            let label = "seed \(seed) round \(round): \(call):\(number):\(action)"
            place.meet(["MUSTER_FAULT": "\(call):\(number):\(action)"])
            let died = place.start(words).end().signal == SIGKILL
            place.meet([:])
            if died { kills += 1 }
            let last = place.start(words).end()
            #expect(last.status == 0, "\(label): \(last.error)")
            // The places are copies with one key, so their mails have the same names.
            let all = peer.mails
            let mails = all[seen...]
            seen = all.count
            let byName = Dictionary(grouping: mails) { $0.messageID ?? "" }
            #expect(byName.count == Self.mails, "\(label)")
            #expect(Set(mails.map(\.to)).count == Self.mails, "\(label)")
            #expect(mails.count - byName.count <= (died ? 1 : 0), "\(label)")
            repeats += mails.count - byName.count
            for (_, same) in byName where same.count > 1 {
                MailKillTests.expectTheSameMail(same)
            }
            let states = try DirectoryFile(place).texts(
                "SELECT DISTINCT state FROM mail_deliveries")
            #expect(states.count == 1, "\(label): \(states)")
            #expect(try MailKillTests.queued(place) == 0, "\(label)")
        }
        TortureFigures.note("kills", in: "kills of mail deliver at the n-th call", kills)
        TortureFigures.note(
            "double deliveries", in: "kills of mail deliver at the n-th call", repeats)
        #expect(kills > 0)
    }
}
