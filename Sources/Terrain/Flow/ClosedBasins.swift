/// Which depressions keep their water, as closed basins do, in place of being filled.
///
/// A depression belongs to a lowest cell: it is the connected ground below the level at which water from that cell
/// first meets ground that drains to a lower cell, or the edge (of two equally low cells the first in the raster is the
/// lower one). So a depression within another has its own lowest cell and its own, lower, level. Its depth is the level
/// less its lowest height, its area that of its cells below the level; both are smaller than those of the depression
/// around it.
///
/// A depression with at least the declared depth and area is a closed basin: water ends at its lowest cell. All others
/// are filled. With neither declared all are.
///
/// The rule knows the surface alone: depth is what topological simplification calls persistence.
///
/// - Reference: Edelsbrunner, Letscher and Zomorodian (2002), Discrete & Computational Geometry 28, 511–533.
package struct ClosedBasins: Hashable, Sendable {
  /// m; `nil` asks for none.
  package var minimumDepth: Double?
  /// m²; `nil` asks for none.
  package var minimumArea: Double?

  package init(minimumDepth: Double? = nil, minimumArea: Double? = nil) {
    self.minimumDepth = minimumDepth
    self.minimumArea = minimumArea
  }

  /// Every depression is filled.
  package static let none = ClosedBasins()

  var fillsAll: Bool { minimumDepth == nil && minimumArea == nil }

  func isDeepEnough(_ depth: Double) -> Bool { minimumDepth.map { depth >= $0 } ?? true }

  /// - Parameter area: m².
  func isLargeEnough(_ area: Double) -> Bool { minimumArea.map { area >= $0 } ?? true }
}

/// A connected piece of ground below the level at which it spills.
struct Depression<H: Height> {
  var level: H
  /// Its lowest cell, the first in the raster of equally low ones.
  var floor: Int
  /// In units of `WholeAreas`.
  var area: Int64
  /// In no order of meaning; empty once they are no longer needed.
  var places: [Int32]
}

extension Ground {
  /// Where water ends in closed basins.
  static func closedFloors(
    of cells: [H], lakes: [Bool]?, in frame: Frame, areas: WholeAreas, keeping basins: ClosedBasins
  ) -> [Int] {
    let raw = Ground(cells, lakes: nil, in: frame)
    let filled = Ground(cells, lakes: lakes, in: frame)
    filled.flood()
    let order = Field<Int32>(unsetCount: frame.count)
    var floors: [Int] = []
    filled.forEachDepression(of: raw.surface, areas: areas.rows) { depression in
      let depth = depression.level.metres - raw.surface[depression.floor].metres
      guard basins.isDeepEnough(depth), basins.isLargeEnough(Double(depression.area) * areas.unit) else { return }
      floors.append(depression.floor)
      floors += filled.nestedFloors(depression, of: raw.surface, areas: areas, keeping: basins, order: order)
    }
    return floors
  }

  /// Visits every depression that flooding filled.
  ///
  /// - Parameters:
  ///   - heights: as they were before the flood.
  ///   - areas: the area of a cell of each row.
  func forEachDepression(of heights: borrowing Field<H>, areas: [Int64], _ body: (Depression<H>) -> Void) {
    let steps = frame.steps
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) { courses[place] = courses[place].plain }
    }
    for row in 0..<frame.rows {
      for start in frame.places(ofRow: row) where heights[start] < surface[start] && !courses[start].isQueued {
        var found = Depression(level: surface[start], floor: start, area: 0, places: [])
        courses[start] = courses[start].queued
        found.places.append(Int32(truncatingIfNeeded: start))
        var next = 0
        while next < found.places.count {
          let place = Int(found.places[next])
          next += 1
          found.area += areas[frame.row(of: place)]
          if (heights[place], place) < (heights[found.floor], found.floor) { found.floor = place }
          for step in 0..<8 {
            let other = place + steps[step]
            // Neighbours below their levels spill at one level.
            guard heights[other] < surface[other], !courses[other].isQueued else { continue }
            courses[other] = courses[other].queued
            found.places.append(Int32(truncatingIfNeeded: other))
          }
        }
        body(found)
      }
    }
  }

  /// The lowest cells of the closed basins within a depression, apart from its own.
  ///
  /// Its cells are taken in ascending order. Where two basins meet, the one with the higher floor ends.
  ///
  /// - Parameter order: a field of the frame to work in, whose values mean nothing before and after.
  func nestedFloors(
    _ depression: Depression<H>, of heights: borrowing Field<H>, areas: WholeAreas, keeping basins: ClosedBasins,
    order: borrowing Field<Int32>
  ) -> [Int] {
    let steps = frame.steps
    let places = depression.places.sorted { (heights[Int($0)], $0) < (heights[Int($1)], $1) }
    for place in places { order[Int(place)] = -1 }
    var forest = BasinForest<H>(count: places.count)
    var floors: [Int] = []
    for (index, here) in places.enumerated() {
      let place = Int(here)
      let height = heights[place]
      order[place] = Int32(truncatingIfNeeded: index)
      forest.add(index, at: height, area: areas.rows[frame.row(of: place)])
      for step in 0..<8 {
        let other = place + steps[step]
        guard heights[other] < surface[other], order[other] >= 0 else { continue }
        guard let ended = forest.join(index, Int(order[other]), at: height) else { continue }
        let floor = Int(places[ended.floor])
        let depth = height.metres - heights[floor].metres
        if depth > 0, basins.isDeepEnough(depth), basins.isLargeEnough(Double(ended.area) * areas.unit) {
          floors.append(floor)
        }
      }
    }
    return floors
  }
}

/// Basins that grow as their cells are added from the lowest up, and join.
private struct BasinForest<H: Height> {
  private var parents: [Int32]
  /// Of the cells of a root's basin.
  private var total: [Int64]
  /// Of those that lay below `tops` before the basin met another at that level.
  private var below: [Int64]
  private var tops: [H]

  init(count: Int) {
    parents = [Int32](repeating: -1, count: count)
    total = [Int64](repeating: 0, count: count)
    below = [Int64](repeating: 0, count: count)
    tops = [H](repeating: .none, count: count)
  }

  /// Adds a cell as a basin of its own.
  mutating func add(_ index: Int, at height: H, area: Int64) {
    total[index] = area
    below[index] = 0
    tops[index] = height
  }

  /// Joins the basins of two cells; the one whose first cell came later ends there.
  mutating func join(_ a: Int, _ b: Int, at height: H) -> (floor: Int, area: Int64)? {
    let (first, second) = (root(of: a), root(of: b))
    guard first != second else { return nil }
    let (stays, ends) = first < second ? (first, second) : (second, first)
    for basin in [stays, ends] where tops[basin] < height {
      below[basin] = total[basin]
      tops[basin] = height
    }
    total[stays] += total[ends]
    parents[ends] = Int32(truncatingIfNeeded: stays)
    return (ends, below[ends])
  }

  private mutating func root(of index: Int) -> Int {
    var place = index
    while parents[place] >= 0 {
      let parent = Int(parents[place])
      if parents[parent] >= 0 { parents[place] = parents[parent] }
      place = parent
    }
    return place
  }
}
