import Glibc
import Muster

/// What a command line says of the options that every command takes.
struct CommonChoices {
    var directory: String?
    var config: String?
    var actor: String?
    var quiet = false
    var verbose = false
    var color = ColourChoice.auto

    /// Where the directory and its configuration are.
    var place: DirectoryPlace {
        DirectoryPlace(directory: directory ?? Surroundings.directory, configuration: config)
    }

    /// Who is meant in the history.
    var actorName: String { actor ?? Surroundings.loginName }

    /// How text is set off on a descriptor.
    func style(on descriptor: Int32 = STDOUT_FILENO) -> CommandStyle {
        color.style(onTerminal: Surroundings.isTerminal(descriptor))
    }

    /// Says on standard error which files a command uses, if that was asked for.
    func explainPlace() {
        guard verbose else { return }
        let place = place
        StandardError.say(
            "directory \(place.directory), configuration \(place.configuration), "
                + "actor \(actorName)")
    }
}
