import Provisioning
import ResultReporting

/// How figures are written: in groups of three digits on a terminal, plain for whatever reads a pipe.
struct Figures {
    private let isGrouped: Bool

    /// `width` is the columns of the terminal, nil a pipe.
    init(width: Int?) { isGrouped = width != nil }

    func text(_ number: UInt64) -> String {
        isGrouped ? GroupedNumber.text(number) : String(number)
    }
}
