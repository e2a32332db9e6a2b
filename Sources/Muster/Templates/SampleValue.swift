/// A value of the sample, as a format with types of its own tells it.
enum SampleValue: Equatable, Sendable {
    case text(String)
    case truth(Bool)
    case number(UInt64)
    case list([String])
}
