import FeedFormats
package import Provisioning

/// Looks at the first records of a file through a feed's profile: what each of its names is read
/// as, what is filled, and what would be rejected for its values alone. It needs no directory and
/// writes nothing.
package struct ProfileCheckJob {
    let place: DirectoryPlace
    let options: ImportOptions
    /// Records that are looked at.
    package var recordsMax = 1_000

    package init(_ options: ImportOptions, in place: DirectoryPlace) {
        self.options = options
        self.place = place
    }

    /// Reads the beginning of the file.
    /// - Throws: a halt with status 64, 65, 66, 74 or 78, as an import would.
    package func run() throws(RunHalt) -> ProfileCheck {
        let configuration = try place.loadConfiguration()
        var profile = options.applied(to: configuration.profile(of: options.feed))
        // What would stop an import at its first unknown name is to be seen whole here.
        if profile.unknownColumns == .error { profile.unknownColumns = .warn }
        var limits = configuration.limits
        limits.chunkRecordsMax = min(limits.chunkRecordsMax, recordsMax)
        let input = try OpenedInput(path: options.file, spoolFolder: nil)
        let feed: OpenedFeed
        do throws(RunHalt) {
            feed = try OpenedFeed(input, options: options, profile: profile, limits: limits)
        } catch {
            throw configuration.naming(options.feed, in: error)
        }
        try feed.source.rewind()
        let mapper = BatchMapper(
            mapping: feed.mapping, profile: profile, limits: limits, hashKey: (0, 0),
            wantsFingerprints: false)
        var check = ProfileCheck(
            feed: options.feed, file: RunFiles.label(of: options.file),
            reading: try feed.source.reading())
        let batch = RecordBatch(
            chunk: FeedChunk(capacity: limits.chunkBytes * 3 / 2), layout: mapper.mapping.layout)
        while check.records < recordsMax {
            batch.removeAll()
            guard try feed.source.read(into: batch.chunk) else {
                check.isWhole = true
                break
            }
            mapper.map(batch)
            check.add(batch, recordsMax: recordsMax)
        }
        check.addColumns(of: mapper.mapping)
        check.derived = profile.derivations.sorted { $0.key < $1.key }.map {
            ProfileCheck.Derived(
                column: $0.key, template: $0.value,
                isAlways: profile.derivedAlways.contains($0.key))
        }
        check.notices =
            configuration.doubts(about: options.feed) + feed.notices + feed.source.notices
            + mapper.mapping.notices
        if let found = batch.chunk.columns { check.addLeftOut(found.namesLeftOut) }
        if let found = batch.chunk.columns { check.notices += found.notices + found.missingWishes }
        return check
    }
}
