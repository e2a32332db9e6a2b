/// What an entry of the audit log stands for.
///
/// The raw value is stored: append, never renumber.
enum AuditKind: UInt8, CaseIterable, Sendable {
    /// A run begins, or is carried on; its body is JSON.
    case opened = 1
    /// Records of one chunk; its body is a list of `AuditItem`.
    case records
    /// A run ends; its body is JSON.
    case closed
    /// Something that happened outside a run; its body is JSON.
    case event
    /// Before-images were erased on purpose; its body is an `AuditErasure`.
    case erased
}
