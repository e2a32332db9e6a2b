import Glibc

/// Cells that stand in the feed as they are kept, of the columns that every feed has.
///
/// These are nearly all cells of a feed that a program has written. Each way here is a rule's own way
/// for such a cell, without what the rule needs for any other: its answer, errors, room for another
/// form. `PlainCellTests` holds them to the rules.
extension RecordMapper {
    /// Puts a cell into its slot that is plain; false: nothing was done, and the rules have to say.
    @inline(__always)
    mutating func mapPlainly(
        _ step: UnsafePointer<CellPlan.Step>, _ bytes: UnsafeRawBufferPointer, _ range: ByteRange,
        cells: Cells
    ) -> Bool {
        let value = CellValue(range)
        switch step.pointee.kind {
        case .username:
            guard bytes.count <= usernameBytesMax, CellBytes.isPrintableLower(bytes),
                !UserReference.hasKeyPrefix(bytes)
            else { return false }
            cells[ColumnLayout.usernameKeySlot] = value
        case .email:
            guard CellBytes.isPrintableLower(bytes), isPlainEmail(bytes, range) else {
                return false
            }
            cells[ColumnLayout.emailKeySlot] = value
        case .identifier:
            guard bytes.count <= TextRule.identifierBytesMax,
                CellBytes.isPrintableASCII(bytes, allowingSpace: false),
                !MangledNumber.looksMangled(bytes)
            else { return false }
        case .phone:
            guard !phoneNeedsCountry, PhoneRule.isCanonical(bytes, digitsMax: phoneDigitsMax)
            else { return false }
        case .plain where step.pointee.column == .groups:
            // Blanks at its end are for the rules; whatever is wrong is found by them once more.
            guard bytes[bytes.count - 1] > 0x20, bytes[bytes.count - 1] < 0x7F,
                GroupListRule.accepts(bytes, separators: listSeparators)
            else { return false }
        default: return false
        }
        cells[Int(step.pointee.slot)] = value
        return true
    }

    /// Whether an address is plain ASCII that stands as written; false is no verdict.
    ///
    /// The domain is compared with the last one before it is looked at: half of the work.
    @inline(__always)
    private mutating func isPlainEmail(
        _ bytes: UnsafeRawBufferPointer, _ range: ByteRange
    ) -> Bool {
        guard bytes.count <= emailBytesMax,
            let start = EmailRule.plainDomainStart(
                bytes, localPartBytesMax: emailLocalPartBytesMax)
        else { return false }
        let length = bytes.count - start
        if !plainDomain.isAbsent, length == Int(plainDomain.length),
            memcmp(base + Int(range.start) + start, base + Int(plainDomain.start), length) == 0
        {
            return true
        }
        guard EmailRule.isPlainDomain(bytes, from: start) else { return false }
        plainDomain = ByteRange(
            start: range.start + UInt32(start), length: UInt32(truncatingIfNeeded: length))
        return true
    }
}
