import Provisioning

/// The field of a name, and whether it takes a list.
struct JSONColumn {
    /// -1: nobody wants the name.
    var field: Int32
    var isList: Bool

    /// The column of a name that nobody wants.
    static let none = JSONColumn(field: -1, isList: false)

    init(field: Int32, isList: Bool) {
        self.field = field
        self.isList = isList
    }

    /// Keeps what `FoundColumns` has answered in a form that costs no call.
    init(_ answer: (field: Int, kind: FoundColumns.Kind)) {
        field = answer.kind == .unused ? -1 : Int32(answer.field)
        isList = answer.kind == .list
    }

    @inline(__always)
    var isUnused: Bool { field < 0 }
}
