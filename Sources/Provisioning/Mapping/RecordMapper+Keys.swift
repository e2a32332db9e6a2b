extension RecordMapper {
    /// Domains of the key hashes, so that a username and an e-mail address of the same bytes have
    /// unlike hashes.
    @inline(__always)
    mutating func hashKeys(_ cells: Cells, into hashes: UnsafeMutablePointer<UInt64>) {
        hashes[0] = keyHash(cells[ColumnLayout.usernameKeySlot], domain: 1)
        hashes[1] = keyHash(cells[ColumnLayout.emailKeySlot], domain: 2)
        hashes[2] = keyHash(cells[ColumnLayout.externalIDSlot], domain: 3)
    }

    @inline(__always)
    private func keyHash(_ cell: CellValue, domain: UInt64) -> UInt64 {
        guard cell.isValue else { return 0 }
        return hash.hash(bytes(of: cell), domain: domain)
    }
}
