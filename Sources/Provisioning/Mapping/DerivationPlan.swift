/// The derivations of a profile in an order in which each finds what it reads.
struct DerivationPlan {
    struct Entry {
        let target: ColumnTarget
        let text: String
        let template: DerivationTemplate
        let isAlways: Bool
    }

    let entries: [Entry]

    /// - Throws: a halt with status 78 for an unknown column, a bad template or a circle.
    init(profile: FeedProfile) throws(RunHalt) {
        var waiting: [Entry] = []
        for (name, text) in profile.derivations.sorted(by: { $0.key < $1.key }) {
            guard let target = ColumnTarget(name: name), Self.mayDerive(target) else {
                throw RunHalt(
                    .configuration, .configValueInvalid,
                    "\"\(MessageText.quoted(name))\" cannot be derived: it is no such column")
            }
            waiting.append(
                Entry(
                    target: target, text: text,
                    template: try DerivationTemplate(text, for: target),
                    isAlways: profile.derivedAlways.contains(name)))
        }
        entries = try Self.sorted(waiting)
    }

    /// Whether a template may fill a target: nothing that decides what a record does, and no
    /// secret.
    private static func mayDerive(_ target: ColumnTarget) -> Bool {
        guard case .column(let column) = target else { return true }
        return column != .action && column != .user && !column.isSecret
    }

    private static func sorted(_ entries: [Entry]) throws(RunHalt) -> [Entry] {
        var waiting = entries
        var done: [Entry] = []
        while !waiting.isEmpty {
            let open = Set(waiting.map(\.target))
            let free = waiting.filter { entry in
                entry.template.placeholders.allSatisfy { !open.contains($0.target) }
            }
            guard !free.isEmpty else {
                let names = waiting.map(\.target.name).joined(separator: ", ")
                throw RunHalt(
                    .configuration, .configValueInvalid,
                    "the templates of \(names) read each other in a circle")
            }
            done += free
            let placed = Set(free.map(\.target))
            waiting.removeAll { placed.contains($0.target) }
        }
        return done
    }

    /// Targets that can be derived from the targets that a header gives.
    func derivable(from given: Set<ColumnTarget>) -> Set<ColumnTarget> {
        var known = given
        var derived: Set<ColumnTarget> = []
        for entry in entries {
            let isReady = entry.template.placeholders.allSatisfy {
                $0.isOptional || known.contains($0.target)
            }
            if isReady {
                known.insert(entry.target)
                derived.insert(entry.target)
            }
        }
        return derived
    }

    /// The derivations with the slots that they read and fill; columns and attributes that they
    /// need are added to `layout`.
    /// - Throws: a halt with status 78 when a slot would not fit into the mask of derived slots.
    func compiled(addingTo layout: inout ColumnLayout) throws(RunHalt) -> Derivations {
        var targets = entries.map(\.target)
        targets += entries.flatMap { $0.template.placeholders.map(\.target) }
        var slots: [ColumnTarget: Int] = [:]
        for target in targets {
            if case .column(let column) = target { slots[target] = layout.addColumn(column) }
        }
        for target in targets where slots[target] == nil {
            guard case .attribute(let name) = target else { continue }
            slots[target] = layout.addAttribute(ByteString(name))
        }
        var steps: [Derivations.Step] = []
        for entry in entries {
            let slot = slots[entry.target] ?? 0
            guard slot < 64 else {
                throw DerivationTemplate.halt(
                    entry.text, entry.target, "too many columns are derived")
            }
            steps.append(
                Derivations.Step(
                    target: entry.target, slot: slot, text: entry.text,
                    parts: entry.template.pieces.map { Derivations.Part($0, slots: slots) },
                    isAlways: entry.isAlways))
        }
        return Derivations(steps: steps)
    }
}
