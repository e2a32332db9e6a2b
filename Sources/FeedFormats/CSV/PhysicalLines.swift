/// Lines as an editor counts them: they end with LF, CR, or both.
enum PhysicalLines {
    /// Line ends before `limit`, whose byte must be there too; one that `limit` cuts in two is not
    /// among them.
    static func ends(in base: UnsafePointer<UInt8>, from start: Int, to limit: Int) -> Int {
        var count = 0
        for index in start..<limit {
            switch base[index] {
            case Byte.lineFeed: count += 1
            case Byte.carriageReturn where base[index + 1] != Byte.lineFeed: count += 1
            default: break
            }
        }
        return count
    }
}
