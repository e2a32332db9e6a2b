import Provisioning

/// The first pass: every key gets its node, and is looked at whether anybody wants it or not.
extension JSONRecordMapper {
    /// Resolves the keys of an object at `parent` of the tree.
    ///
    /// `scope` is the ordinal of the record, or the element of an array, that all of this is in:
    /// a path may be there once, however it is spelled over objects in objects.
    mutating func resolveMembers(of object: Int, in parent: Int32, scope: UInt64) {
        let last = Int(tokens[object].next)
        var index = object + 1
        var previous: Int32 = -1
        while index < last, nameCount <= columnsMax {
            let token = tokens + index
            let node = tree.member(
                of: parent, after: previous, key: base + Int(token.pointee.keyStart),
                length: Int(token.pointee.keyLength), hasEscapes: token.pointee.keyHasEscapes)
            previous = node
            token.pointee.node = node
            if !mark(node, scope) {
                noteRepeated(node, Int(token.pointee.keyStart) - 1)
                token.pointee.node = -1
            }
            switch token.pointee.kind {
            case .object:
                if Int(token.pointee.next) == index + 1 { nameCount += 1 }
                resolveMembers(of: index, in: node, scope: scope)
            case .array:
                count(node)
                resolveElements(of: index, in: tree.elements(of: node))
            default: count(node)
            }
            index = Int(token.pointee.next)
        }
    }

    private mutating func resolveElements(of array: Int, in node: Int32) {
        let last = Int(tokens[array].next)
        var index = array + 1
        while index < last, nameCount <= columnsMax {
            switch tokens[index].kind {
            case .object:
                lastScope += 1
                resolveMembers(of: index, in: node, scope: lastScope)
            case .array: resolveElements(of: index, in: tree.elements(of: node))
            default: break
            }
            index = Int(tokens[index].next)
        }
    }

    /// Notes that a path is there, and says false if it was there before.
    @inline(__always)
    private func mark(_ node: Int32, _ scope: UInt64) -> Bool {
        let canonical = tree.nodes + Int(tree.nodes[Int(node)].canonical)
        if canonical.pointee.scope == scope { return false }
        canonical.pointee.scope = scope
        return true
    }

    @inline(never)
    private mutating func noteRepeated(_ node: Int32, _ position: Int) {
        guard fault == nil else { return }
        fault = JSONFault(.keyRepeated(path: ByteString(tree.path(of: node))), at: position)
    }

    /// Counts a name that the record did not have yet.
    @inline(__always)
    private mutating func count(_ node: Int32) {
        let known = tree.nodes + Int(node)
        if known.pointee.record == record { return }
        known.pointee.record = record
        nameCount += 1
    }
}
