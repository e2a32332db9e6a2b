/// Facts about one thing, a line each: `Members        17`.
enum FactList {
    /// The lines with their ends; facts without a value are left out.
    static func text(_ facts: [(name: String, value: String?)]) -> String {
        let known = facts.filter { $0.value?.isEmpty == false }
        let width = known.map(\.name.count).max() ?? 0
        return known.map { name, value in
            "\(name)\(String(repeating: " ", count: width - name.count + 2))\(value ?? "")\n"
        }.joined()
    }
}
