import Foundation

/// A key and a certificate of its own signing, made by `openssl req`; it goes with its owner.
final class ServerCertificate {
    private let folder = TemporaryFolder()

    /// PEM file with key and certificate, for the server.
    var path: String { folder.file("server.pem") }
    /// PEM file with the certificate alone, for those who are to trust it.
    var authority: String { folder.file("authority.pem") }

    /// `names` are as `subjectAltName` has them, such as `DNS:localhost,IP:127.0.0.1`.
    init(names: String = "DNS:localhost,IP:127.0.0.1") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "2", "-subj", "/CN=peer", "-addext", "subjectAltName=\(names)",
            "-keyout", folder.file("key.pem"), "-out", authority,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("key.pem")))
        bytes += try Data(contentsOf: URL(fileURLWithPath: authority))
        try bytes.write(to: URL(fileURLWithPath: path))
    }
}
