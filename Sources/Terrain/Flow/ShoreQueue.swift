/// The places that water has reached and not yet gone on from, lowest first.
///
/// A place is in the queue at most once.
protocol ShoreQueue: AnyObject {
  associatedtype Level: Comparable

  /// - Parameters:
  ///   - levels: what every level will lie in.
  ///   - places: how many places the frame has.
  init(levels: ClosedRange<Level>, places: Int)

  func insert(_ place: Int, at level: Level)

  /// The lowest place and its level.
  func removeLowest() -> (place: Int, level: Level)?
}

/// Whole metres: a chain of places for each level, so that insertion and removal take the same time however many wait.
final class LevelBuckets: ShoreQueue {
  private let lowest: Int
  /// The first place of each level's chain, or `end`.
  private let heads: Field<Int32>
  /// The next place of a place's chain.
  private let next: Field<Int32>
  /// Nothing waits at a lower level than this one.
  private var current = 0
  private static let end: Int32 = -1

  init(levels: ClosedRange<Int16>, places: Int) {
    lowest = Int(levels.lowerBound)
    heads = Field(count: Int(levels.upperBound) - lowest + 1, repeating: Self.end)
    next = Field(unsetCount: places)
  }

  @inline(__always)
  func insert(_ place: Int, at level: Int16) {
    let bucket = Int(level) - lowest
    next[place] = heads[bucket]
    heads[bucket] = Int32(truncatingIfNeeded: place)
  }

  @inline(__always)
  func removeLowest() -> (place: Int, level: Int16)? {
    while current < heads.count {
      let place = heads[current]
      if place != Self.end {
        heads[current] = next[Int(place)]
        return (Int(place), Int16(truncatingIfNeeded: lowest + current))
      }
      current += 1
    }
    return nil
  }
}

/// Any heights: a binary heap, where no place is lower than its parent, which for place i is (i − 1) / 2.
final class LowestFirst<Level: Comparable & BitwiseCopyable>: ShoreQueue {
  private var cells: [(level: Level, place: Int32)] = []

  init(levels: ClosedRange<Level>, places: Int) {}

  func insert(_ place: Int, at level: Level) {
    cells.append((level, Int32(truncatingIfNeeded: place)))
    var child = cells.count - 1
    let cell = cells[child]
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.isLower(cell, cells[parent]) else { break }
      cells[child] = cells[parent]
      child = parent
    }
    cells[child] = cell
  }

  func removeLowest() -> (place: Int, level: Level)? {
    guard let lowest = cells.first, let last = cells.popLast() else { return nil }
    let result = (Int(lowest.place), lowest.level)
    if cells.isEmpty { return result }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < cells.count else { break }
      if child + 1 < cells.count, Self.isLower(cells[child + 1], cells[child]) { child += 1 }
      guard Self.isLower(cells[child], last) else { break }
      cells[parent] = cells[child]
      parent = child
    }
    cells[parent] = last
    return result
  }

  /// Of equally low places the first in the raster goes first.
  @inline(__always)
  private static func isLower(_ a: (level: Level, place: Int32), _ b: (level: Level, place: Int32)) -> Bool {
    a.level < b.level || (a.level == b.level && a.place < b.place)
  }
}
