/// The words `true`, `false` and `none` in a chunk's buffer, for cells that are turned round.
struct BooleanWords {
    let yes: CellValue
    let no: CellValue
    let none: CellValue

    /// Appends the words to the chunk's buffer.
    init(in chunk: FeedChunk) {
        func word(_ text: StaticString) -> CellValue {
            CellValue(
                chunk.append(
                    UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)))
        }
        yes = word("true")
        no = word("false")
        none = word("none")
    }
}
