package import Provisioning

/// Writes one JSON text (RFC 8259) as bytes: `summary.json`, and whatever `--format json` prints.
///
/// Members stand in the order in which they are written. Numbers are plain digits.
package struct JSONWriter: ~Copyable {
    /// How the text is laid out.
    package enum Layout: Sendable {
        /// On one line, without spaces.
        case compact
        /// One member a line, two spaces a level.
        case indented
    }

    private let layout: Layout
    private var buffer = ByteBuffer()
    /// Whether each open object or array is an array, and has an element yet.
    private var levels: [(isArray: Bool, hasElements: Bool)] = []
    private var awaitsValue = false

    /// Begins an empty text.
    package init(layout: Layout = .compact) { self.layout = layout }

    /// Opens an object: as the whole, an element, or the value of a key.
    package mutating func beginObject() { open(0x7B, isArray: false) }

    /// Closes the innermost object.
    package mutating func endObject() { close(0x7D, isArray: false) }

    /// Opens an array: as the whole, an element, or the value of a key.
    package mutating func beginArray() { open(0x5B, isArray: true) }

    /// Closes the innermost array.
    package mutating func endArray() { close(0x5D, isArray: true) }

    /// Writes a key; a value has to follow.
    package mutating func key(_ name: String) {
        precondition(levels.last?.isArray == false && !awaitsValue, "a key stands in an object")
        separate()
        JSONString.append(name, to: &buffer)
        buffer.append(layout == .compact ? ":" : ": " as StaticString)
        awaitsValue = true
    }

    /// Writes a text; nil is `null`.
    package mutating func value(_ text: String?) {
        guard let text else { return null() }
        beginValue()
        JSONString.append(text, to: &buffer)
    }

    /// Writes bytes as a text, with U+FFFD for what is not UTF-8; nil is `null`.
    package mutating func value(_ bytes: ByteString?) {
        guard let bytes else { return null() }
        beginValue()
        bytes.bytes.withUnsafeBytes { JSONString.append($0, to: &buffer) }
    }

    /// Writes a number in plain digits.
    package mutating func value(_ number: some FixedWidthInteger) {
        beginValue()
        if number < 0 { buffer.append(0x2D) }
        buffer.appendDecimal(UInt64(number.magnitude))
    }

    /// Writes `true` or `false`.
    package mutating func value(_ truth: Bool) {
        beginValue()
        buffer.append(truth ? "true" : "false" as StaticString)
    }

    /// Writes `null`.
    package mutating func null() {
        beginValue()
        buffer.append("null" as StaticString)
    }

    /// The text so far, with a line end; takes it out, so that long lists need not stay in memory.
    ///
    /// A whole text is taken once, when everything is closed.
    package mutating func take() -> ByteString {
        if levels.isEmpty { buffer.append(0x0A) }
        defer { buffer.removeAll() }
        return buffer.copy
    }

    private mutating func open(_ mark: UInt8, isArray: Bool) {
        beginValue()
        buffer.append(mark)
        levels.append((isArray, false))
    }

    private mutating func close(_ mark: UInt8, isArray: Bool) {
        let level = levels.popLast()
        precondition(level?.isArray == isArray && !awaitsValue, "what was opened last is closed")
        if level?.hasElements == true { breakLine() }
        buffer.append(mark)
    }

    private mutating func beginValue() {
        if awaitsValue {
            awaitsValue = false
        } else {
            precondition(levels.last?.isArray != false, "a value in an object has a key")
            separate()
        }
    }

    private mutating func separate() {
        guard !levels.isEmpty else { return }
        if levels[levels.count - 1].hasElements { buffer.append(0x2C) }
        levels[levels.count - 1].hasElements = true
        breakLine()
    }

    private mutating func breakLine() {
        guard layout == .indented else { return }
        buffer.append(0x0A)
        for _ in levels { buffer.append("  " as StaticString) }
    }
}

extension JSONWriter {
    /// Writes a key and a text; nil is `null`.
    package mutating func member(_ name: String, _ text: String?) {
        key(name)
        value(text)
    }

    /// Writes a key and bytes as a text; nil is `null`.
    package mutating func member(_ name: String, _ bytes: ByteString?) {
        key(name)
        value(bytes)
    }

    /// Writes a key and a number.
    package mutating func member(_ name: String, _ number: some FixedWidthInteger) {
        key(name)
        value(number)
    }

    /// Writes a key and `true` or `false`.
    package mutating func member(_ name: String, _ truth: Bool) {
        key(name)
        value(truth)
    }
}
