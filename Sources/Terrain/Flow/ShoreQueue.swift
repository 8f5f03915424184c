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

/// Any heights: a heap in which a place is no lower than its parent, which for place i is (i − 1) / 4. Four to a parent
/// make it half as deep as two would.
final class LowestFirst<Level: Comparable & BitwiseCopyable>: ShoreQueue {
  private typealias Cell = (level: Level, place: Int32)
  private var cells: [Cell] = []

  init(levels: ClosedRange<Level>, places: Int) {}

  func insert(_ place: Int, at level: Level) {
    let cell = (level: level, place: Int32(truncatingIfNeeded: place))
    cells.append(cell)
    cells.withUnsafeMutableBufferPointer { cells in
      var child = cells.count - 1
      while child > 0 {
        let parent = (child - 1) / 4
        guard level < cells[parent].level else { break }
        cells[child] = cells[parent]
        child = parent
      }
      cells[child] = cell
    }
  }

  func removeLowest() -> (place: Int, level: Level)? {
    guard let lowest = cells.first, let last = cells.popLast() else { return nil }
    if !cells.isEmpty {
      cells.withUnsafeMutableBufferPointer { cells in
        var parent = 0
        while 4 * parent + 1 < cells.count {
          var least = 4 * parent + 1
          for child in least + 1..<max(least + 1, min(least + 4, cells.count))
          where cells[child].level < cells[least].level { least = child }
          guard cells[least].level < last.level else { break }
          cells[parent] = cells[least]
          parent = least
        }
        cells[parent] = last
      }
    }
    return (Int(lowest.place), lowest.level)
  }
}
