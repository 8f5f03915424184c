import Grids

@testable import Terrain

/// What water does, computed as slowly and plainly as the definitions read; nothing is shared with the code under test
/// but the order of neighbours and the sizes of cells.
struct PlainFlow {
  let rows: Int
  let columns: Int
  /// NaN for none.
  let heights: [Double]
  let lakes: [Bool]
  let sizes: [CellSize]

  func neighbours(of cell: Int) -> [(neighbour: Neighbour, cell: Int?)] {
    Neighbour.allCases.map { neighbour in
      let row = cell / columns + neighbour.rowStep
      let column = cell % columns + neighbour.columnStep
      let isInside = row >= 0 && row < rows && column >= 0 && column < columns
      let other = row * columns + column
      return (neighbour, isInside && !heights[other].isNaN ? other : nil)
    }
  }

  var cells: [Int] { heights.indices.filter { !heights[$0].isNaN } }

  func touchesVoid(_ cell: Int) -> Bool { neighbours(of: cell).contains { $0.cell == nil } }

  /// The least over all paths to an outlet of the highest cell on the path, by relaxation until nothing changes.
  func filled(sinks: Set<Int>) -> [Double] {
    var level = heights.map { $0.isNaN ? Double.nan : .infinity }
    for cell in cells where touchesVoid(cell) || lakes[cell] || sinks.contains(cell) { level[cell] = heights[cell] }
    while true {
      var changed = false
      for cell in cells {
        let lowest = neighbours(of: cell).compactMap { $0.cell.map { level[$0] } }.min() ?? .infinity
        let new = min(level[cell], max(heights[cell], lowest))
        if new < level[cell] {
          level[cell] = new
          changed = true
        }
      }
      if !changed { return level }
    }
  }

  /// The connected cells around one of them that fulfil a condition.
  func component(of cell: Int, where holds: (Double) -> Bool) -> Set<Int> {
    var found: Set<Int> = [cell]
    var open = [cell]
    while let next = open.popLast() {
      for other in neighbours(of: next).compactMap(\.cell) where holds(heights[other]) && found.insert(other).inserted {
        open.append(other)
      }
    }
    return found
  }

  /// The floors of closed basins: for each cell, the level at which the ground at or below it that is connected with the
  /// cell first has an outlet or a lower cell.
  func closedFloors(_ basins: ClosedBasins) -> Set<Int> {
    guard basins != .none else { return [] }
    let levels = Set(cells.map { heights[$0] }).sorted()
    var floors: Set<Int> = []
    for cell in cells {
      for level in levels where level >= heights[cell] {
        let ground = component(of: cell) { $0 <= level }
        let ends = ground.contains { other in
          touchesVoid(other) || lakes[other] || (heights[other], other) < (heights[cell], cell)
        }
        guard ends else { continue }
        let depth = level - heights[cell]
        let area = component(of: cell) { $0 < level }.reduce(0) { $0 + sizes[$1 / columns].area }
        // Areas are rounded to square centimetres where cells differ.
        if depth > 0, depth >= basins.minimumDepth ?? 0, area >= (basins.minimumArea ?? 0) - 1e-2 {
          floors.insert(cell)
        }
        break
      }
    }
    return floors
  }

  /// The cell that each cell drains to; `nil` where water ends and where there is no height.
  func receivers(on level: [Double], sinks: Set<Int>) -> [Int?] {
    var receivers = [Int?](repeating: nil, count: heights.count)
    var steps = [Int?](repeating: nil, count: heights.count)
    for cell in cells {
      if lakes[cell] || sinks.contains(cell) {
        steps[cell] = 0
        continue
      }
      var steepest = 0.0
      for (neighbour, other) in neighbours(of: cell) {
        guard let other else { continue }
        let gradient = (level[cell] - level[other]) / sizes[cell / columns].distance(to: neighbour)
        if gradient > steepest { (steepest, receivers[cell]) = (gradient, other) }
      }
      if steepest > 0 || touchesVoid(cell) { steps[cell] = 0 }
    }
    var distance = 0
    while true {
      let reached = cells.filter { cell in
        steps[cell] == nil
          && neighbours(of: cell).contains {
            $0.cell.map { steps[$0] == distance && level[$0] == level[cell] } ?? false
          }
      }
      if reached.isEmpty { break }
      for cell in reached {
        receivers[cell] = neighbours(of: cell).compactMap(\.cell).first {
          steps[$0] == distance && level[$0] == level[cell]
        }
      }
      distance += 1
      for cell in reached { steps[cell] = distance }
    }
    return receivers
  }

  /// All cells on the way of the water of one, itself first; longer than the raster only in a circle.
  func way(from cell: Int, _ receivers: [Int?]) -> [Int] {
    var way = [cell]
    while let next = receivers[way[way.count - 1]], way.count <= heights.count { way.append(next) }
    return way
  }

  /// How many cells drain through each.
  func counts(_ receivers: [Int?]) -> [Double] {
    var counts = heights.map { $0.isNaN ? Double.nan : 0 }
    for cell in cells { for place in way(from: cell, receivers) { counts[place] += 1 } }
    return counts
  }

  /// Slope lengths as the fixtures define them, by recursion.
  func slopeLengths(_ receivers: [Int?], on level: [Double], rule: SlopeLengthRule) -> [Double] {
    var donors = [[Int]](repeating: [], count: heights.count)
    for cell in cells { if let receiver = receivers[cell] { donors[receiver].append(cell) } }
    func step(_ cell: Int) -> Double {
      let size = sizes[cell / columns]
      guard let receiver = receivers[cell] else { return size.side }
      let (down, right) = (receiver / columns != cell / columns, receiver % columns != cell % columns)
      return down && right ? size.diagonal : down ? size.northward : size.eastward
    }
    func tangent(_ cell: Int) -> Double {
      receivers[cell].map { (level[cell] - level[$0]) / step(cell) } ?? .nan
    }
    var known: [Int: Double] = [:]
    func length(_ cell: Int) -> Double {
      if let known = known[cell] { return known }
      var longest = step(cell) / 2
      for donor in donors[cell] where !rule.cuts(receiver: tangent(cell), donor: tangent(donor)) {
        longest = max(longest, length(donor) + step(donor))
      }
      known[cell] = longest
      return longest
    }
    return heights.indices.map { heights[$0].isNaN ? .nan : length($0) }
  }
}
