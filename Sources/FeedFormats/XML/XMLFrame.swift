import Provisioning

/// What stands around the records of an XML feed.
struct XMLFrame: Equatable {
    /// XML declaration and start tags, a line each.
    let opening: ByteString
    /// End tags, a line each.
    let closing: ByteString
    /// The start tags alone, with nothing between or behind them that a parser would wait on.
    let tags: ByteString

    /// Of the start tags as the feed writes them, outermost first.
    init(tags: [ContiguousArray<UInt8>]) {
        var opening = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        var closing: [UInt8] = []
        for tag in tags {
            opening += tag
            opening.append(Byte.lineFeed)
            let ends: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "/"), UInt8(ascii: ">")]
            let name = tag.dropFirst().prefix { !ends.contains($0) }
            closing = Array("</".utf8) + name + Array(">\n".utf8) + closing
        }
        self.opening = ByteString(opening)
        self.closing = ByteString(closing)
        self.tags = ByteString(tags.joined())
    }

    /// Of a feed that has no record: by the path where its records would be.
    init(path: [String]) {
        self.init(tags: path.dropLast().map { ContiguousArray("<\($0)>".utf8) })
    }
}
