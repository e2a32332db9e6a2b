import Credentials
import Glibc
import Muster
import Provisioning
import ResultReporting

/// Plan files: one that was cut or changed in any byte is refused, and any other can be shown.
enum PlanClaims {
    static func check(_ input: [UInt8]) throws(BrokenClaim) {
        var bytes = FuzzBytes(input)
        let choice = bytes.choice()
        let place = Int(bytes.choice()) << 8 | Int(bytes.choice())
        let text = Array(bytes.rest)
        // As it stands, or with the seal of a plan that was made without a directory.
        let file = choice & 1 == 0 ? text : sealed(text)
        FuzzFolder.put(file, at: "plan")
        guard try show(choice) else { return }
        var changed = file
        let index = place % file.count
        changed[index] ^= 1 << (choice >> 1 & 7)
        FuzzFolder.put(changed, at: "plan")
        try claim(
            !(try show(choice)),
            "a plan is shown although bit \(choice >> 1 & 7) of byte \(index) was changed")
        FuzzFolder.put(Array(file.dropLast(1 + place % file.count)), at: "plan")
        try claim(!(try show(choice)), "a plan is shown although it was cut")
    }

    /// The lines of a plan with the line that ends it.
    private static func sealed(_ text: [UInt8]) -> [UInt8] {
        let lines = text.last == 0x0A || text.isEmpty ? text : text + [0x0A]
        let digest = FileDigest.hexadecimal(of: lines)
        return lines + Array("{\"sha256\":\"\(digest)\",\"seal\":\"\(digest)\"}\n".utf8)
    }

    /// Whether the file is taken for a plan; it is shown then.
    private static func show(_ choice: UInt8) throws(BrokenClaim) -> Bool {
        do throws(RunHalt) {
            let text = try PlanText(
                FuzzFolder.path + "/plan", outcome: nil, limit: 10, style: .plain)
            let output = StandardOutput(try OutputFile(path: "/dev/null", .resuming))
            try text.print(choice & 0x40 == 0 ? .text : .json, to: output)
            return true
        } catch {
            try claimIsHarmless(error)
            return false
        }
    }
}
