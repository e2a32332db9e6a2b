import ArgumentParser
import Muster
@preconcurrency import Rainbow

/// Whether text is set off in colour.
enum ColourChoice: String, CaseIterable, ExpressibleByArgument {
    /// On a terminal, unless the environment refuses it.
    case auto
    case always, never

    /// The style for a terminal or a pipe.
    func style(onTerminal isTerminal: Bool) -> CommandStyle {
        switch self {
        case .never: return .plain
        case .auto where !isTerminal || Surroundings.refusesColour: return .plain
        default: break
        }
        // Whether to colour is decided here, not by a second look at the terminal.
        Rainbow.enabled = true
        Rainbow.outputTarget = .console
        return CommandStyle(
            good: { $0.green }, caution: { $0.yellow }, bad: { $0.red }, strong: { $0.bold },
            faint: { $0.dim })
    }
}
