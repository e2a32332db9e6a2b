import Provisioning

/// The keys that the records of a feed have, each at its place: objects in objects, arrays of them.
///
/// Records of one feed have much the same keys in much the same order, so the node of a key is
/// guessed from the key before it and compared byte for byte; a table of hashes answers where the
/// guess fails. Nodes that are elements of arrays are shared by all elements.
struct JSONKeyTree: ~Copyable {
    /// Nodes over which the tree is begun anew for the next record: keys that are different in
    /// every record must not fill the memory.
    private static let nodesMax = 16_384
    private static let bytesMax = 2 << 20
    /// The node of the record itself.
    static let root: Int32 = 0

    private(set) var nodes: UnsafeMutablePointer<JSONKeyNode>
    private(set) var count = 0
    private var capacity = 64
    private(set) var bytes = JSONBytes()
    private var byKey = JSONHashSlots()
    private var byPath = JSONHashSlots()
    private let filterKeys: [ByteString]

    init(filterKeys: [ByteString]) {
        self.filterKeys = filterKeys
        nodes = .allocate(capacity: capacity)
        addRoot()
    }

    deinit { nodes.deallocate() }

    /// Whether the tree has grown so large that it should be begun anew.
    var isOvergrown: Bool { count > Self.nodesMax || bytes.count > Self.bytesMax }

    /// Forgets all keys.
    mutating func removeAll() {
        count = 0
        bytes.removeAll()
        byKey.removeAll()
        byPath.removeAll()
        addRoot()
    }

    /// The path of a node in plain text.
    func path(of node: Int32) -> UnsafeRawBufferPointer {
        let found = nodes + Int(node)
        return bytes.bytes(from: found.pointee.pathStart, found.pointee.pathLength)
    }

    /// The node of a key of `parent`, guessed to be the one that followed `previous` (-1: the
    /// first one).
    @inline(__always)
    mutating func member(
        of parent: Int32, after previous: Int32, key: UnsafePointer<UInt8>, length: Int,
        hasEscapes: Bool
    ) -> Int32 {
        let guess =
            previous >= 0 ? nodes[Int(previous)].following : nodes[Int(parent)].first
        if guess >= 0, matches(guess, key, length) { return guess }
        return lookUp(parent, previous, key, length, hasEscapes)
    }

    /// The node of the elements of the arrays at `node`.
    @inline(__always)
    mutating func elements(of node: Int32) -> Int32 {
        let known = nodes[Int(node)].elements
        return known >= 0 ? known : addElements(of: node)
    }

    /// The node that stands for all elements of an array whose key `node` has the value `written`,
    /// quotes included. It has no path of its own.
    mutating func choice(of node: Int32, written: UnsafeRawBufferPointer) -> Int32 {
        guard let first = written.baseAddress else { return -1 }
        let key = first.assumingMemoryBound(to: UInt8.self)
        if nodes[Int(node)].choices < 0 {
            nodes[Int(node)].choices = append(parent: node, hash: 0)
        }
        let parent = nodes[Int(node)].choices
        let guess = nodes[Int(parent)].first
        if guess >= 0, matches(guess, key, written.count) { return guess }
        let hash = JSONHashSlots.hash(key, written.count, seed: parent)
        var found = find(hash, parent, key, written.count)
        if found < 0 { found = add(parent, hash, key, written.count) }
        nodes[Int(parent)].first = found
        return found
    }

    /// The key of a node as it is written.
    func key(of node: Int32) -> UnsafeRawBufferPointer {
        let found = nodes + Int(node)
        return bytes.bytes(from: found.pointee.keyStart, found.pointee.keyLength)
    }

    // MARK: Finding

    @inline(__always)
    private func matches(_ node: Int32, _ key: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let known = nodes + Int(node)
        guard known.pointee.keyLength == length else { return false }
        let start = UnsafePointer(bytes.base + known.pointee.keyStart)
        var index = 0
        while index + 8 <= length {
            if ByteWord.load(start + index) != ByteWord.load(key + index) { return false }
            index += 8
        }
        let rest = UInt64(truncatingIfNeeded: length - index)
        if rest == 0 { return true }
        let difference = ByteWord.load(start + index) ^ ByteWord.load(key + index)
        return difference << (64 &- 8 &* rest) == 0
    }

    @inline(never)
    private mutating func lookUp(
        _ parent: Int32, _ previous: Int32, _ key: UnsafePointer<UInt8>, _ length: Int,
        _ hasEscapes: Bool
    ) -> Int32 {
        let hash = JSONHashSlots.hash(key, length, seed: parent)
        var node = find(hash, parent, key, length)
        if node < 0 {
            node = add(parent, hash, key, length)
            addPath(to: node, hasEscapes: hasEscapes)
        }
        if previous >= 0 {
            nodes[Int(previous)].following = node
        } else {
            nodes[Int(parent)].first = node
        }
        return node
    }

    private func find(
        _ hash: UInt32, _ parent: Int32, _ key: UnsafePointer<UInt8>, _ length: Int
    ) -> Int32 {
        var place = byKey.first(hash)
        while let node = byKey.node(at: place) {
            let known = nodes + Int(node)
            if known.pointee.hash == hash, known.pointee.parent == parent,
                matches(node, key, length)
            {
                return node
            }
            place = byKey.next(place)
        }
        return -1
    }

    // MARK: Adding

    private mutating func addRoot() { _ = append(parent: -1, hash: 0) }

    private mutating func append(parent: Int32, hash: UInt32) -> Int32 {
        if count == capacity {
            let grown = UnsafeMutablePointer<JSONKeyNode>.allocate(capacity: capacity * 2)
            grown.moveInitialize(from: nodes, count: count)
            nodes.deallocate()
            nodes = grown
            capacity *= 2
        }
        (nodes + count).initialize(
            to: JSONKeyNode(
                keyStart: bytes.count, keyLength: 0, pathStart: bytes.count, pathLength: 0,
                parent: parent, hash: hash))
        count += 1
        return Int32(count - 1)
    }

    private mutating func add(
        _ parent: Int32, _ hash: UInt32, _ key: UnsafePointer<UInt8>, _ length: Int
    ) -> Int32 {
        let node = append(parent: parent, hash: hash)
        bytes.append(key, length)
        nodes[Int(node)].keyLength = length
        byKey.add(node, hash: hash) { [nodes] in nodes[Int($0)].hash }
        return node
    }

    /// Makes the path of a new key: that of its parent, a point, the key without escapes.
    private mutating func addPath(to node: Int32, hasEscapes: Bool) {
        let parent = nodes[Int(nodes[Int(node)].parent)]
        let new = nodes[Int(node)]
        let start = bytes.count
        if new.parent != Self.root {
            bytes.appendOwn(from: parent.pathStart, parent.pathLength)
            bytes.append(JSONByte.period)
        }
        let keyStart = bytes.count
        bytes.appendOwn(from: new.keyStart, new.keyLength)
        if hasEscapes {
            let key = JSONEscapes.text(bytes.bytes(from: new.keyStart, new.keyLength))
            bytes.removeAll(behind: keyStart)
            key.bytes.withUnsafeBytes { bytes.append($0) }
        }
        let plainKey = bytes.bytes(from: keyStart, bytes.count - keyStart)
        nodes[Int(node)].choosesElements =
            parent.stemLength >= 0 && parent.pathLength == parent.stemLength + 2
            && filterKeys.contains { $0.equals(plainKey) }
        nodes[Int(node)].pathStart = start
        nodes[Int(node)].pathLength = bytes.count - start
        nodes[Int(node)].stemLength = parent.stemLength
        nodes[Int(node)].isNested = parent.isNested
        unify(node)
    }

    /// Finds the first node with the same path.
    private mutating func unify(_ node: Int32) {
        let path = path(of: node)
        guard let first = path.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        let hash = JSONHashSlots.hash(first, path.count, seed: 0)
        var place = byPath.first(hash)
        while let known = byPath.node(at: place) {
            if self.path(of: known).elementsEqual(path) {
                nodes[Int(node)].canonical = known
                return
            }
            place = byPath.next(place)
        }
        nodes[Int(node)].canonical = node
        byPath.add(node, hash: hash) { [nodes, bytes = bytes.base] in
            let known = nodes[Int($0)]
            return JSONHashSlots.hash(bytes + known.pathStart, known.pathLength, seed: 0)
        }
    }

    private mutating func addElements(of node: Int32) -> Int32 {
        let elements = append(parent: node, hash: 0)
        let array = nodes[Int(node)]
        bytes.appendOwn(from: array.pathStart, array.pathLength)
        bytes.append("[]")
        nodes[Int(elements)].pathLength = array.pathLength + 2
        nodes[Int(elements)].isNested = array.stemLength >= 0
        nodes[Int(elements)].stemLength =
            array.stemLength >= 0 ? array.stemLength : array.pathLength
        nodes[Int(node)].elements = elements
        return elements
    }
}
