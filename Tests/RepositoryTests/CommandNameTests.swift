import Testing

/// What every start of the command line pays for.
@Suite struct CommandNameTests {
    /// A command's name that the parser has to make from its type costs each start of the program a
    /// search through all its conformances, whatever was typed.
    @Test func everyCommandSaysItsName() {
        var count = 0
        for file in Repository.files(in: "Sources/MusterCommand", ending: ".swift") {
            let lines = Repository.lines(file)
            for (line, next) in zip(lines, lines.dropFirst())
            where line.hasSuffix("CommandConfiguration(") {
                count += 1
                #expect(next.contains("commandName: "), "\(file): \(next)")
            }
        }
        #expect(count > 40)
    }
}
