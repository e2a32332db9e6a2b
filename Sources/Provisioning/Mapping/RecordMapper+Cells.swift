extension RecordMapper {
    /// Puts the value of a filled cell into its slot where that takes no rule: plain text, words that
    /// were checked before, and what is in the form that is kept. False: nothing was done.
    ///
    /// These are nearly all of a feed's cells, and are dealt with inside of the loop over them: the
    /// call of `mapCell`, which has to save what it works with, costs as much as this.
    @inline(__always)
    mutating func mapQuickly(
        _ step: UnsafePointer<CellPlan.Step>, _ range: ByteRange, cells: Cells
    ) -> Bool {
        let bytes = UnsafeRawBufferPointer(start: base + Int(range.start), count: Int(range.length))
        if specialHeads[Int(bytes[0])] { return false }
        if bytes.count <= step.pointee.plainBytesMax {
            guard CellBytes.isPrintableASCII(bytes, allowingSpace: true) else { return false }
            cells[Int(step.pointee.slot)] = CellValue(range)
            return true
        }
        guard step.pointee.hasFewValues else {
            return mapPlainly(step, bytes, range, cells: cells)
        }
        guard bytes.count <= ShortBytes.bytesMax,
            let known = memo.recall(CellMemo.Key(bytes, of: step))
        else { return false }
        cells[Int(step.pointee.slot)] = known.value
        if step.pointee.kind == .action { action = known.action }
        return true
    }

    /// Checks one filled cell and puts its value into its slot.
    @inline(never)
    mutating func mapCell(
        _ rules: ColumnRules, _ place: UnsafePointer<CellPlan.Step>, _ range: ByteRange,
        cells: Cells
    ) {
        let step = place.pointee
        let bytes = UnsafeRawBufferPointer(start: base + Int(range.start), count: Int(range.length))
        if specialHeads[Int(bytes[0])], isSpecial(step, bytes, cells: cells) { return }
        guard checkCell(rules, step, range, bytes, cells: cells) else { return }
        if step.hasFewValues, bytes.count <= ShortBytes.bytesMax {
            // A value that was kept may have moved the chunk: `bytes` stands where nothing is any more.
            let key = CellMemo.Key(self.bytes(of: CellValue(range)), of: place)
            memo.remember(key, cells[Int(step.slot)], action: action)
        }
    }

    /// Checks one cell, and says whether it was accepted.
    @inline(__always)
    private mutating func checkCell(
        _ rules: ColumnRules, _ step: CellPlan.Step, _ range: ByteRange,
        _ bytes: UnsafeRawBufferPointer, cells: Cells
    ) -> Bool {
        let slot = Int(step.slot)
        do throws(ValueFault) {
            switch step.kind {
            case .attribute:
                let name = context.plan.attributeNames[Int(step.attribute)]
                cells[slot] = kept(
                    try rules.checkAttribute(name: name, bytes, into: &scratch), range)
            case .phone where phoneNeedsCountry:
                cells[slot] = try phone(rules, bytes, range, cells: cells)
            case .exemption:
                // An exemption is a yes or no, whatever its column holds.
                cells[slot] = turned(
                    step, kept(try rules.check(.enabled, bytes, into: &scratch), range))
            default:
                let cell = kept(try rules.check(step.column, bytes, into: &scratch), range)
                cells[slot] = cell
                try complete(rules, step, cell, cells: cells)
            }
            return true
        } catch {
            if step.kind == .action { action = .skip }
            refuse(step, range, error, cells: cells)
            return false
        }
    }

    /// What a checked value brings with it: a compared form, a doubt, another meaning.
    @inline(__always)
    private mutating func complete(
        _ rules: ColumnRules, _ step: CellPlan.Step, _ cell: CellValue, cells: Cells
    ) throws(ValueFault) {
        switch step.kind {
        case .username: cells[ColumnLayout.usernameKeySlot] = try key(rules, cell, isEmail: false)
        case .email: cells[ColumnLayout.emailKeySlot] = try key(rules, cell, isEmail: true)
        case .identifier:
            if let doubt = rules.doubt(step.column, bytes(of: cell)) {
                issues.append(
                    (
                        record,
                        doubt.issue(
                            column: step.column.name, value: chunk.copy(cell.range).text)
                    ))
            }
        case .inverted: cells[Int(step.slot)] = turned(step, cell)
        case .action:
            guard let named = ActionWord.parse(bytes(of: cell)) else {
                throw ValueFault(.fieldActionUnknown, "is not an action")
            }
            action = named
        default: break
        }
    }

    /// A phone number, whose calling code the record's country may give.
    private mutating func phone(
        _ rules: ColumnRules, _ bytes: UnsafeRawBufferPointer, _ range: ByteRange, cells: Cells
    ) throws(ValueFault) -> CellValue {
        var country: UnsafeRawBufferPointer?
        if let slot = context.mapping.layout.slot(of: .country), cells[slot].isValue {
            country = chunk.bytes(cells[slot].range)
        }
        return kept(try rules.checkPhone(bytes, country: country, into: &scratch), range)
    }

    /// The value that a check made, where it stands from now on.
    @inline(__always)
    mutating func kept(_ value: NormalisedValue, _ range: ByteRange) -> CellValue {
        switch value {
        case .asWritten: return CellValue(range)
        case .trimmed(let part):
            return CellValue(
                ByteRange(
                    start: range.start + UInt32(part.lowerBound), length: UInt32(part.count)))
        case .rewritten:
            let stands = scratch.withUnsafeBytes { chunk.append($0) }
            base = chunk.base
            return CellValue(stands)
        }
    }

    /// The compared form of a username or an e-mail address.
    @inline(__always)
    mutating func key(
        _ rules: ColumnRules, _ cell: CellValue, isEmail: Bool
    ) throws(ValueFault) -> CellValue {
        let bytes = bytes(of: cell)
        let value =
            isEmail
            ? try rules.emailKey(bytes, into: &scratch)
            : try rules.usernameKey(bytes, into: &scratch)
        return kept(value, cell.range)
    }

    /// The bytes of a value. Valid until the next append.
    @inline(__always)
    func bytes(of cell: CellValue) -> UnsafeRawBufferPointer {
        let range = cell.range
        return UnsafeRawBufferPointer(
            start: base + Int(range.start), count: Int(range.length))
    }

    /// Deals with cells that are no values: blanks, keep tokens, the clear token.
    @inline(never)
    private mutating func isSpecial(
        _ step: CellPlan.Step, _ bytes: UnsafeRawBufferPointer, cells: Cells
    ) -> Bool {
        switch meaning(of: bytes) {
        case .keep: return true
        case .value: return false
        case .clear:
            if step.mayClear {
                cells[Int(step.slot)] = .clear
            } else {
                faulted |= 1 &<< UInt64(step.column.rawValue)
                let isWritten = context.found == nil
                add(
                    .fieldClearNotAllowed, step.column,
                    value: isWritten ? context.clearToken.text : nil,
                    (isWritten ? "is not allowed" : "null, or what clears a value, is not allowed")
                        + ": \(step.column.name) cannot be cleared")
            }
            return true
        }
    }

    enum Meaning {
        case keep, clear, value
    }

    /// What a filled cell is before anything is known of its column.
    func meaning(of bytes: UnsafeRawBufferPointer) -> Meaning {
        let trimmed = Blanks.trimmed(bytes)
        if trimmed.isEmpty { return .keep }
        if context.clearToken.equals(trimmed), !context.clearToken.isEmpty { return .clear }
        for token in context.keepTokens where token.equals(trimmed) { return .keep }
        return .value
    }

    /// Reads a boolean the other way round, or an exemption from the second factor.
    private func turned(_ step: CellPlan.Step, _ cell: CellValue) -> CellValue {
        guard let words else { return cell }
        let isYes = base[Int(cell.start)] == UInt8(ascii: "t")
        if step.kind == .inverted { return isYes ? words.no : words.yes }
        return isYes ? words.none : .keep
    }
}
