/// The compiled derivations of a feed, in the order in which they run.
package struct Derivations: Equatable, Sendable {
    /// A piece of a template with the slot that it reads.
    package enum Part: Equatable, Sendable {
        case text(ByteString)
        case value(slot: Int, DerivationTemplate.Placeholder)

        init(_ piece: DerivationTemplate.Piece, slots: [ColumnTarget: Int]) {
            switch piece {
            case .text(let text): self = .text(text)
            case .placeholder(let place):
                self = .value(slot: slots[place.target] ?? 0, place)
            }
        }
    }

    /// One derivation.
    package struct Step: Equatable, Sendable {
        package let target: ColumnTarget
        package let slot: Int
        /// The template as the profile spells it.
        package let text: String
        package let parts: [Part]
        /// Whether the value also changes a matched user.
        package let isAlways: Bool
    }

    package let steps: [Step]

    package var isEmpty: Bool { steps.isEmpty }

    /// What became of one derivation.
    enum Result: Equatable {
        /// The bytes are in the scratch buffer.
        case made
        /// A column that the template needs has no value.
        case lacking(ColumnTarget)
        /// A column's value has characters that have no ASCII form.
        case unwritable(ColumnTarget)
    }

    /// Makes the value of `step`, reading slots through `value`.
    static func make(
        _ step: Step, into made: inout ContiguousArray<UInt8>,
        value: (Int) -> UnsafeRawBufferPointer?
    ) -> Result {
        made.removeAll(keepingCapacity: true)
        var hasGap = false
        for part in step.parts {
            switch part {
            case .text(let text): made.append(contentsOf: text.bytes)
            case .value(let slot, let place):
                guard let bytes = value(slot), !bytes.isEmpty else {
                    if place.isOptional {
                        hasGap = true
                        continue
                    }
                    return .lacking(place.target)
                }
                guard ValueFilter.append(bytes, filtered: place, to: &made) else {
                    return .unwritable(place.target)
                }
            }
        }
        if hasGap { closeGap(&made) }
        return .made
    }

    /// Takes away the blanks that stood around something optional that is not there.
    private static func closeGap(_ made: inout ContiguousArray<UInt8>) {
        var kept = 0
        for byte in made where byte != 0x20 || (kept > 0 && made[kept - 1] != 0x20) {
            made[kept] = byte
            kept += 1
        }
        made.removeLast(made.count - kept)
        if made.last == 0x20 { made.removeLast() }
    }

    /// The `n`-th name to try when a derived username is taken: `adal` gives `adal2`, and an
    /// address is numbered before its `@`. The name is cut at a character where the result would
    /// be longer than `bytesMax` bytes.
    package static func numbered(
        username: ByteString, _ n: Int, bytesMax: Int = Limits().usernameBytesMax
    ) -> ByteString {
        let digits = Array(String(n).utf8)
        let at = username.bytes.lastIndex(of: 0x40) ?? username.bytes.count
        var name = Array(username.bytes[..<at])
        let tail = username.bytes[at...]
        while name.count + digits.count + tail.count > bytesMax, let last = name.popLast() {
            // A byte 10xxxxxx belongs to the character before it.
            if last & 0xC0 == 0x80 { continue }
        }
        while let last = name.last, last & 0x80 != 0,
            String(validating: name, as: UTF8.self) == nil
        {
            _ = last
            name.removeLast()
        }
        return ByteString(name + digits + tail)
    }
}
