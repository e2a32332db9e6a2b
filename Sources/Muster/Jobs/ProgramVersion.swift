/// The version of the program, as `muster --version` prints it.
package enum ProgramVersion {
    package static let text = "0.1.0"
}
