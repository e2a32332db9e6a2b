import Provisioning

/// Arrays: lists of plain values, and objects of which names choose one.
///
/// Names that choose are made and asked for only so far into an array, because an element of a
/// name that was never seen costs more than all else of a record.
extension JSONRecordMapper {
    /// Elements that an index may choose; `FoundColumns.wants` wants none with three digits.
    private static let indexMax = 100
    /// Elements that a filter may choose.
    private static let chosenMax = 1_000

    /// Puts what an array has into fields.
    mutating func mapArray(_ array: Int) throws(RunHalt) {
        let node = tokens[array].node
        let last = Int(tokens[array].next)
        var index = array + 1
        if index == last { return try mapEmpty(array) }
        var element = 0
        var isNestedNoted = false
        while index < last {
            switch tokens[index].kind {
            case .object: try mapElement(index, at: element, of: array)
            case .array:
                if !isNestedNoted { try noteNested(node, at: index) }
                isNestedNoted = true
            case .null: break
            default: try mapPlain(index, at: element, of: array)
            }
            element += 1
            index = Int(tokens[index].next)
        }
    }

    /// An empty array is a list without values, which RFC 7643, 2.5 makes the same as none: it
    /// clears where lists replace, and adds nothing where they add. Names that nobody wants are
    /// not reported for it.
    private mutating func mapEmpty(_ array: Int) throws(RunHalt) {
        guard clearsEmptyLists, let known = try wantedColumn(of: tokens[array].node),
            known.isList
        else { return }
        let start = tokens[array].start
        row.add(
            Int(known.field), cleared(),
            span: JSONRange(start: start, length: tokens[array].end - start))
    }

    /// A list in a list has no name; the list that it is in is offered, so that it is reported.
    private mutating func noteNested(_ node: Int32, at index: Int) throws(RunHalt) {
        let known = try column(of: node)
        if known.isUnused { return }
        note(.listNested(path: ByteString(columns.name(of: Int(known.field)))), at: index)
    }

    /// A plain value of an array: for the name with its index, or else for the array's own.
    private mutating func mapPlain(
        _ index: Int, at element: Int, of array: Int
    ) throws(RunHalt) {
        let node = tokens[array].node
        if element < Self.indexMax, tree.nodes[Int(node)].stemLength < 0 {
            let chosen = try answer(node, at: element)
            if !chosen.isUnused { return put(index, chosen) }
        }
        let known = try column(of: node)
        join(index, to: known, of: array)
    }

    /// Puts one of several values into a list, or the only one into a column of one value.
    private mutating func join(
        _ index: Int, to known: JSONColumn, of array: Int
    ) {
        guard known.isList else { return put(index, known) }
        let token = tokens[index]
        let value = value(of: token)
        if hasSeparator(value) {
            note(.listSeparator(path: ByteString(columns.name(of: Int(known.field)))), at: index)
        }
        let start = tokens[array].start
        row.add(
            Int(known.field), value,
            span: JSONRange(start: start, length: tokens[array].end - start))
    }

    private func hasSeparator(_ value: JSONRange) -> Bool {
        let start = value.isMade ? UnsafePointer(made.base) : base
        let bytes = UnsafeBufferPointer(
            start: start + Int(value.start & ~JSONRange.made), count: Int(value.length))
        return isSeparator.withUnsafeBufferPointer { table in
            bytes.contains { table[Int($0)] }
        }
    }

    // MARK: Objects in arrays

    /// Puts what an element of an array has into fields.
    private mutating func mapElement(
        _ object: Int, at element: Int, of array: Int
    ) throws(RunHalt) {
        let isNested = tree.nodes[Int(tokens[array].node)].stemLength >= 0
        guard !isNested else { return try noteNested(tokens[array].node, at: object) }
        choices.removeAll(keepingCapacity: true)
        if element < Self.chosenMax { choose(object) }
        try mapElementMembers(of: object, at: element, of: array)
    }

    /// Finds what the element answers to: `type eq "work"`, `primary eq true`.
    private mutating func choose(_ object: Int) {
        let last = Int(tokens[object].next)
        var index = object + 1
        while index < last {
            let token = tokens[index]
            let chooses =
                token.node >= 0 && tree.nodes[Int(token.node)].choosesElements
                && (token.kind == .string || token.kind == .yes || token.kind == .no)
            if chooses {
                let written = UnsafeRawBufferPointer(
                    start: base + Int(token.start), count: Int(token.end - token.start))
                choices.append((token.node, tree.choice(of: token.node, written: written)))
            }
            index = Int(token.next)
        }
    }

    private mutating func mapElementMembers(
        of object: Int, at element: Int, of array: Int
    ) throws(RunHalt) {
        let last = Int(tokens[object].next)
        var index = object + 1
        while index < last {
            let token = tokens[index]
            if token.node >= 0 {
                switch token.kind {
                case .object: try mapElementMembers(of: index, at: element, of: array)
                case .array: try mapElementArray(index, at: element, of: array)
                default: try mapLeaf(index, token.node, at: element, of: array)
                }
            }
            index = Int(token.next)
        }
    }

    /// An array within an element: its plain values are so many values of the same name.
    private mutating func mapElementArray(
        _ inner: Int, at element: Int, of array: Int
    ) throws(RunHalt) {
        let node = tokens[inner].node
        let last = Int(tokens[inner].next)
        var index = inner + 1
        while index < last {
            if tokens[index].isContainer {
                try noteNested(node, at: index)
            } else if tokens[index].kind != .null {
                try mapLeaf(index, node, at: element, of: array)
            }
            index = Int(tokens[index].next)
        }
    }

    /// One value of an element: for all names that choose the element and are wanted, or else for
    /// the name without a choice.
    private mutating func mapLeaf(
        _ index: Int, _ node: Int32, at element: Int, of array: Int
    ) throws(RunHalt) {
        let byIndex = element < Self.indexMax ? try answer(node, at: element) : .none
        put(index, byIndex)
        var isChosen = !byIndex.isUnused
        for choice in choices {
            let byChoice = try answer(node, choice)
            put(index, byChoice)
            isChosen = isChosen || !byChoice.isUnused
        }
        if isChosen || tree.nodes[Int(node)].choosesElements { return }
        let known = try column(of: node)
        if known.isList {
            if tokens[index].kind != .null { join(index, to: known, of: array) }
        } else if element == 0 {
            put(index, known)
        }
    }

    // MARK: Names that choose

    /// What became of the name with an index: `emails[0].value`.
    @inline(__always)
    private mutating func answer(
        _ node: Int32, at element: Int
    ) throws(RunHalt) -> JSONColumn {
        let key = JSONAnswers.key(node, index: element)
        if !isFaulty, let known = answers.answer(key) { return known }
        let path = tree.path(of: node)
        let stem = tree.nodes[Int(node)].stemLength
        name.removeAll()
        name.append(UnsafeRawBufferPointer(rebasing: stem < 0 ? path[...] : path[..<stem]))
        name.append(JSONByte.openBracket)
        name.append(number: element)
        name.append(JSONByte.closeBracket)
        if stem >= 0 { name.append(UnsafeRawBufferPointer(rebasing: path[(stem + 2)...])) }
        return try ask(key)
    }

    /// What became of the name with a choice: `emails[type eq "work"].value`.
    @inline(__always)
    private mutating func answer(
        _ node: Int32, _ chosen: (key: Int32, choice: Int32)
    ) throws(RunHalt) -> JSONColumn {
        let key = JSONAnswers.key(node, choice: chosen.choice)
        if !isFaulty, let known = answers.answer(key) { return known }
        appendChosenName(node, chosen)
        return try ask(key)
    }

    private mutating func appendChosenName(
        _ node: Int32, _ chosen: (key: Int32, choice: Int32)
    ) {
        let path = tree.path(of: node)
        let keyPath = tree.path(of: chosen.key)
        let stem = tree.nodes[Int(node)].stemLength
        let written = tree.key(of: chosen.choice)
        name.removeAll()
        name.append(UnsafeRawBufferPointer(rebasing: path[..<stem]))
        name.append(JSONByte.openBracket)
        // Behind the brackets and the point.
        name.append(UnsafeRawBufferPointer(rebasing: keyPath[(stem + 3)...]))
        name.append(" eq ")
        if written.first == Byte.quote {
            name.append(Byte.quote)
            name.append(
                unescaping: UnsafeRawBufferPointer(rebasing: written.dropFirst().dropLast()))
            name.append(Byte.quote)
        } else {
            name.append(written)
        }
        name.append(JSONByte.closeBracket)
        name.append(UnsafeRawBufferPointer(rebasing: path[(stem + 2)...]))
    }

    /// Asks whether the name under construction is wanted, and for its field if so.
    @inline(never)
    private mutating func ask(_ key: UInt64) throws(RunHalt) -> JSONColumn {
        let bytes = name.bytes(from: 0, name.count)
        let isWanted = columns.wants(bytes)
        let answer = isWanted ? JSONColumn(try columns.field(named: bytes)) : .none
        if !isFaulty { answers.add(key, answer) }
        return answer
    }
}
