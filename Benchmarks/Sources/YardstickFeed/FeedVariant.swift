/// Which night's delivery of the yardstick feed to make.
package enum FeedVariant: Sendable {
    /// The first delivery.
    case firstNight
    /// The same people in the same order, with one value changed for one person in a hundred.
    case nextNight
}
