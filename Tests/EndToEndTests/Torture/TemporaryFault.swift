/// Something that is wrong with the places of a command while it runs, and is well again afterwards.
protocol TemporaryFault: CustomStringConvertible {
    /// Whether no program may notice it.
    var isHarmless: Bool { get }
    /// Whether it may be standard output or error that fails.
    var isStream: Bool { get }
    /// Whether what is written aside cannot be removed while it lasts.
    var keepsFiles: Bool { get }
    func begin(in place: Workplace) throws
    func end(in place: Workplace) throws
    /// Leaves the place so that it can be removed.
    func clear()
}

extension TemporaryFault {
    var isHarmless: Bool { false }
    var isStream: Bool { false }
    var keepsFiles: Bool { false }
    func clear() {}
}
