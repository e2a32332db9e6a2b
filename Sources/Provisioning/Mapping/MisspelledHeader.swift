/// Finds what an unknown header was probably meant to be: to propose it, never to assume it.
package enum MisspelledHeader {
    /// The target whose alias is nearest to a folded header, or nil where none is near.
    ///
    /// Near is one slip for 4 to 7 letters and two from 8 on, where a slip is a letter too many,
    /// too few, wrong, or two neighbours swapped. Of equally near ones the first of the table wins.
    package static func proposal(
        for folded: String, except given: Set<ColumnTarget>
    ) -> ColumnTarget? {
        let letters = Array(folded.unicodeScalars)
        guard letters.count >= 4, letters.count <= 64 else { return nil }
        let allowed = letters.count < 8 ? 1 : 2
        var best: (distance: Int, target: ColumnTarget)?
        for line in ColumnAliasTable.all where !given.contains(line.target) {
            for alias in line.aliases where !alias.isNumbered {
                let other = Array(alias.folded.unicodeScalars)
                // Short aliases (`op`, `mail`) are near to too many words.
                guard other.count >= 4, abs(other.count - letters.count) <= allowed else {
                    continue
                }
                let distance = Self.distance(letters, other)
                guard distance <= allowed, distance < best?.distance ?? .max else { continue }
                best = (distance, line.target)
            }
        }
        return best?.target
    }

    /// Slips between two words: the optimal string alignment distance.
    package static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        if left.isEmpty { return right.count }
        if right.isEmpty { return left.count }
        var before = [Int](repeating: 0, count: right.count + 1)
        var above = Array(0...right.count)
        for i in 1...left.count {
            var row = [i] + [Int](repeating: 0, count: right.count)
            for j in 1...right.count {
                let change = left[i - 1] == right[j - 1] ? 0 : 1
                row[j] = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + change)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    row[j] = min(row[j], before[j - 2] + 1)
                }
            }
            before = above
            above = row
        }
        return above[right.count]
    }
}
