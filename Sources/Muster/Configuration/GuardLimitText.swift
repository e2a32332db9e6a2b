package import Provisioning

extension GuardLimit {
    /// How a limit is written, to end the sentence "it takes ...".
    package static let allowedText = "a number such as 50, a share such as 10%, or none"

    /// Reads `50`, `10%`, `2.5%` or `none`; nil if the text is no limit.
    ///
    /// A share is from 0 to 100 per cent of the records read.
    package static func parse(_ text: String) -> GuardLimit? {
        if text == "none" { return .unlimited }
        guard text.hasSuffix("%") else {
            let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return isPlain ? UInt32(text).map { .records($0) } : nil
        }
        let share = text.dropLast()
        let parts = share.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2,
            parts.allSatisfy({ part in
                !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }), let percent = Double(share), percent <= 100
        else { return nil }
        return .percent(percent)
    }
}
