import Credentials
import Foundation

/// Secrets of a test in every form in which they could leak, and where they are found.
struct SecretSearch {
    /// Each form with the name of its secret.
    private var forms: [(name: String, bytes: Data)] = []

    /// Adds a secret as it is written.
    mutating func add(_ name: String, _ text: String) {
        forms.append((name, Data(text.utf8)))
    }

    /// Adds a secret in base32: as written, its bytes, and these in base64 and hexadecimal.
    mutating func add(_ name: String, base32 text: String) {
        add(name, text)
        guard let bytes = Base32.bytes(text.utf8.filter { $0 != 0x2D }) else { return }
        let data = Data(bytes)
        forms.append(("bytes of \(name)", data))
        add("base64 of \(name)", data.base64EncodedString().replacing("=", with: ""))
        let hexadecimal = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        add("hexadecimal of \(name)", hexadecimal)
        add("hexadecimal of \(name)", hexadecimal.uppercased())
    }

    /// Names of the secrets in some bytes.
    func found(in data: Data) -> [String] {
        forms.filter { data.range(of: $0.bytes) != nil }.map(\.name)
    }

    func found(in text: String) -> [String] { found(in: Data(text.utf8)) }

    /// Files with secrets under a folder, except those named, each with what stands in it.
    func found(under folder: String, except names: Set<String>) -> [String] {
        let walk = FileManager.default.enumerator(atPath: folder)
        var findings: [String] = []
        while let name = walk?.nextObject() as? String {
            guard !names.contains(name) else { continue }
            findings += found(in: name).map { "name of \(name): \($0)" }
            // What is gone by now, or is a folder, has no bytes.
            guard let data = try? Data(contentsOf: URL(filePath: folder + "/" + name)) else {
                continue
            }
            findings += found(in: data).map { "\(name): \($0)" }
        }
        return findings
    }
}
