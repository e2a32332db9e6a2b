import Glibc
import MailDelivery
import Provisioning

/// A folder of templates for one test, removed with it.
final class TemplateFolder {
    let path: String

    /// Makes a folder with `files`: contents by path in it, such as `en/onboarding.txt`.
    init(_ files: [String: String] = [:]) throws {
        var name = Array("/tmp/muster-templates-XXXXXX".utf8CString)
        let made = name.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        guard made else { throw Failure.noFolder }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for (name, text) in files { try write(Array(text.utf8), to: name) }
    }

    deinit { Self.remove(path) }

    func write(_ bytes: [UInt8], to name: String) throws {
        if let slash = name.lastIndex(of: "/") { mkdir("\(path)/\(name[..<slash])", 0o700) }
        guard let file = fopen("\(path)/\(name)", "w") else { throw Failure.noFile }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure.noFile }
    }

    /// The templates with this folder over the built-in ones.
    func templates() throws -> MailTemplates { try MailTemplates(overrides: path) }

    /// The lines of the halt that loading ends with, without the folder's path and the last line
    /// of advice; empty if it does not.
    func findings() -> [String] {
        do throws(RunHalt) {
            _ = try MailTemplates(overrides: path)
            return []
        } catch {
            guard error.status == .configuration, error.code == .mailTemplateInvalid else {
                return ["\(error)"]
            }
            var lines = [error.message]
            for line in (error.advice ?? "").split(separator: "\n").dropLast() {
                lines.append(
                    String(line.drop { $0 == " " }).replacing(" [mail.template.invalid]", with: ""))
            }
            return lines.map { $0.replacing(path + "/", with: "").replacing(path, with: "FOLDER") }
        }
    }

    /// Contents of a file below a folder.
    static func text(_ path: String) throws -> String {
        guard let file = fopen(path, "r") else { throw Failure.noFile }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        if let folder = opendir(path) {
            var names: [String] = []
            while let entry = readdir(folder) {
                names.append(
                    withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                    })
            }
            closedir(folder)
            for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
        }
        rmdir(path)
    }

    enum Failure: Error { case noFolder, noFile }
}
