import Provisioning
import ResultReporting

extension GivenOptions {
    /// The options that name a place; those that are as by default are left out.
    init(_ place: DirectoryPlace) {
        self.init()
        if place.directory != DirectoryPlace.defaultDirectory {
            self.place += ["--directory", place.directory]
        }
        if let configuration = place.namedConfiguration {
            self.place += ["--config", configuration]
        }
    }

    /// Likewise with those that say how a feed is read, and who gets mail.
    init(_ place: DirectoryPlace, _ options: ImportOptions) {
        self.init(place)
        for column in options.columnMap { reading += ["--map", column] }
        if let delimiter = options.delimiter {
            let isTab = delimiter == UInt8(ascii: "\t")
            reading += ["--delimiter", isTab ? "tab" : String(Unicode.Scalar(delimiter))]
        }
        if let action = options.defaultAction { reading += ["--default-action", action.word] }
        if let mail = options.mail { reading.append(mail ? "--mail" : "--no-mail") }
    }
}
