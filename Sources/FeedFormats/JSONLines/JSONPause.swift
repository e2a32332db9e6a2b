/// Why scanning of a window has paused, at which byte.
enum JSONPause {
    /// The chunk has all its records, or the feed has no more.
    case complete(Int)
    /// What stands there is not in the window to its end.
    case starved(Int)
    /// The record there, the last one of the chunk, is too long to be kept: the rest of it is to
    /// be passed over.
    case endless(Int)
}
