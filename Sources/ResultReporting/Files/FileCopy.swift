import Glibc
package import Provisioning

/// Copies a file's bytes to wherever output goes.
package enum FileCopy {
    /// Appends the file at `path` to `output`; nothing need be on disk yet.
    /// - Throws: a halt with status 74.
    package static func copy(_ path: String, to output: OutputFile) throws(RunHalt) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault.failed("open", path, errno) }
        defer { close(descriptor) }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = read(descriptor, block.baseAddress, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault.failed("read", path, errno) }
            guard count > 0 else { return }
            output.buffer.append(UnsafeRawBufferPointer(rebasing: block[..<count]))
            try output.flushIfFull()
        }
    }
}
