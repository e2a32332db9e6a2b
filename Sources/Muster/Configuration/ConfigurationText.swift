import Provisioning

/// The configuration file that `muster init` writes.
package enum ConfigurationText {
    /// Every section, with every key and its default behind a `#`, so that the file says nothing
    /// that is not so by default; only the mail placeholders stand there for you to change.
    package static var initial: String {
        var text = """
            # Configuration of the Muster directory beside this file.
            #
            # Every key stands here with its default. To change one, take away the # in front of
            # it and write another value. docs/configuration.md tells more about each.
            #
            # What most people change: `feeds`, a section for each source that delivers files (muster
            # check-profile FILE --feed NAME shows how one is read); `mail.onboarding`, `mail.from` and
            # `mail.link_base` before any mail goes out (muster mail preview shows one); and
            # `policy.device_limit`. After a change: muster doctor.

            """
        for key in MusterConfiguration.keys where key.isAvailable {
            text += "\n"
            if key.name == "feeds" {
                text += "# Profiles of feeds by name; a feed without one has that of `default`.\n"
                text += "feeds:\n  \(MusterConfiguration.defaultFeed):\n"
                text += lines(FeedProfile.keys, indent: "    ")
            } else {
                text += lines([key], indent: "")
            }
        }
        return text
    }

    /// Keys that the file has without a `#`.
    private static let placeholders: Set<String> = ["from", "link_base", "rate"]

    private static func lines<Target>(_ keys: [ConfigurationKey<Target>], indent: String) -> String
    {
        var text = ""
        for key in keys {
            switch key.kind {
            case .unavailable: continue
            case .section(let inner):
                text += "\(indent)# \(key.summary).\n\(indent)\(key.name):\n"
                text += lines(inner, indent: indent + "  ")
            case .value:
                let mark = placeholders.contains(key.name) ? "" : "#"
                text += wrapped(key.summary, "\(indent)# ")
                text += "\(indent)\(mark)\(key.name): \(key.initial)\n"
            }
        }
        return text
    }

    /// A sentence in comment lines of at most 100 characters.
    private static func wrapped(_ sentence: String, _ start: String) -> String {
        var lines: [String] = []
        var line = start
        for word in "\(sentence).".split(separator: " ") {
            if line.count + word.count > 99 {
                lines.append(line)
                line = start
            }
            line += line == start ? word : " \(word)"
        }
        lines.append(line)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ConfigurationKey {
    /// Whether this version carries the key out.
    var isAvailable: Bool { if case .unavailable = kind { false } else { true } }
}
