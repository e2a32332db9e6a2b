import Glibc
import Muster
import ResultReporting

/// What the command takes from its environment, in one place.
enum Surroundings {
    /// The value of an environment variable; nil: it is not set, or empty.
    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Path of the directory where no option names one.
    static var directory: String { variable("MUSTER_DIRECTORY") ?? DirectoryPlace.defaultDirectory }

    /// Whether the environment asks for no colour (no-color.org).
    static var refusesColour: Bool { variable("NO_COLOR") != nil || hasDumbTerminal }

    /// Whether the terminal knows no escape codes.
    static var hasDumbTerminal: Bool { (variable("TERM") ?? "dumb") == "dumb" }

    /// How the bar of a progress line can be drawn: with blocks where the locale has them, and has
    /// them in one column, which East Asian ones need not.
    static var progressBar: ProgressBar {
        let name = variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG") ?? ""
        let locale = name.lowercased()
        let isUnicode = locale.hasSuffix("utf-8") || locale.hasSuffix("utf8")
        return isUnicode && !["ja", "ko", "zh"].contains { locale.hasPrefix($0) } ? .blocks : .ascii
    }

    /// Columns of the help: as many as COLUMNS or the terminal says, within what one likes to read.
    static var helpWidth: Int {
        let columns = variable("COLUMNS").flatMap { Int($0) } ?? width(of: STDOUT_FILENO)
        return min(max(columns ?? 80, 60), 100)
    }

    /// Name of the account that the process runs for; its number where it has no name.
    static var loginName: String {
        guard let account = getpwuid(getuid()) else { return "\(getuid())" }
        return String(cString: account.pointee.pw_name)
    }

    /// Whether a descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal that a descriptor is; nil: it is none.
    static func width(of descriptor: Int32) -> Int? {
        guard isTerminal(descriptor) else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
