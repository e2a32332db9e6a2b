import FlyingFox
import Foundation
import Muster

/// Serves a directory on this machine: `ProvisioningService DIRECTORY PORT`.
///
/// Whoever reaches the port may do everything, so it listens on the loopback address alone; put what
/// authenticates your callers in front of it.
@main
enum Main {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        guard words.count == 2, let path = words.first, let last = words.last,
            let port = UInt16(last)
        else {
            print("usage: ProvisioningService DIRECTORY PORT")
            exit(64)
        }
        let service = ProvisioningService(directory: MusterDirectory(path: path, actor: "service"))
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port))
        await service.addRoutes(to: server)
        try await server.run()
    }
}
