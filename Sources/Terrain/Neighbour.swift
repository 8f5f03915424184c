/// One of the eight cells around a cell.
///
/// The order decides ties: sides before corners, each clockwise from north.
package enum Neighbour: UInt8, CaseIterable, Hashable, BitwiseCopyable, Sendable {
  case north, east, south, west, northEast, southEast, southWest, northWest

  /// Rows southward.
  @inlinable package var rowStep: Int {
    switch self {
    case .north, .northEast, .northWest: -1
    case .east, .west: 0
    case .south, .southEast, .southWest: 1
    }
  }

  /// Columns eastward.
  @inlinable package var columnStep: Int {
    switch self {
    case .west, .northWest, .southWest: -1
    case .north, .south: 0
    case .east, .northEast, .southEast: 1
    }
  }
}
