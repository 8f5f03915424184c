/// Raises every depression to the height at which it spills.
///
/// The height of a cell becomes the least, over all paths of neighbours to an outlet, of the highest cell on the path.
/// Outlets are the cells that touch a place without a value: the edge of the grid and the rims of holes. Nothing is
/// added to make flats drain; the answer is unique and does not depend on the order of the work.
///
/// - Parameter heights: framed heights, metres; NaN where there is none.
/// - Returns: the filled heights in the same layout.
/// - Complexity: O(n log n) in the number of cells, O(1) for each cell within a depression.
/// - Reference: Barnes, Lehman and Mulla (2014), Computers & Geosciences 62, 117–127, algorithm 2 (priority-flood with
///   a plain queue for the cells of depressions).
func filled(_ heights: [Double], in frame: Frame) -> [Double] {
  let steps = frame.steps
  var filled = [Double](repeating: .nan, count: heights.count)
  var shore = LowestFirst()
  for row in 0..<frame.rows {
    for place in frame.places(ofRow: row) where !heights[place].isNaN {
      if steps.contains(where: { heights[place + $0].isNaN }) {
        filled[place] = heights[place]
        shore.insert(LowestFirst.Cell(height: heights[place], place: place))
      }
    }
  }
  var pond: [Int] = []
  while let lowest = shore.removeLowest() {
    pond.append(lowest.place)
    // Everything in the pond lies at this level: its cells need no sorting.
    let level = lowest.height
    while let place = pond.popLast() {
      for step in steps {
        let next = place + step
        guard !heights[next].isNaN, filled[next].isNaN else { continue }
        if heights[next] <= level {
          filled[next] = level
          pond.append(next)
        } else {
          filled[next] = heights[next]
          shore.insert(LowestFirst.Cell(height: heights[next], place: next))
        }
      }
    }
  }
  return filled
}

/// A queue that gives the lowest cell first, and of equally low ones the first in the raster.
private struct LowestFirst {
  struct Cell {
    let height: Double
    let place: Int

    static func < (a: Cell, b: Cell) -> Bool { a.height < b.height || (a.height == b.height && a.place < b.place) }
  }

  /// A binary heap: no cell is lower than its parent, which for cell i is (i − 1) / 2.
  private var cells: [Cell] = []

  mutating func insert(_ cell: Cell) {
    cells.append(cell)
    var child = cells.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard cell < cells[parent] else { break }
      cells[child] = cells[parent]
      child = parent
    }
    cells[child] = cell
  }

  mutating func removeLowest() -> Cell? {
    guard let lowest = cells.first, let last = cells.popLast() else { return nil }
    if cells.isEmpty { return lowest }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < cells.count else { break }
      if child + 1 < cells.count, cells[child + 1] < cells[child] { child += 1 }
      guard cells[child] < last else { break }
      cells[parent] = cells[child]
      parent = child
    }
    cells[parent] = last
    return lowest
  }
}
