/// Where the water of each cell goes: to one of its eight neighbours, or off the grid.
struct FlowNetwork {
  let frame: Frame
  /// The neighbour that each cell drains to, in the layout of the frame; `nil` where water leaves the grid, and where
  /// there is no value.
  let directions: [Neighbour?]
  /// The places of all cells with a value, each after all that drain to it.
  let downstream: [Int]

  /// The place that a cell drains to.
  func receiver(of place: Int) -> Int? {
    guard let direction = directions[place] else { return nil }
    return place + direction.rowStep * frame.stride + direction.columnStep
  }

  /// The steepest descent (D8) on heights without depressions.
  ///
  /// A cell drains to the neighbour with the greatest drop per distance, where the three distances (east, north,
  /// corner) are those of its row; the order of `Neighbour` decides ties. A cell without a lower neighbour drains off
  /// the grid where it touches a place without a value. What remains are flats: their cells drain to the equally high
  /// neighbour that is fewest steps from a cell of the flat with an outflow, again in the order of `Neighbour`.
  /// Along any path (height, steps left) falls in lexicographic order, so no path comes back to a cell.
  ///
  /// Directions depend on the heights alone and not on the order of the work, which tiles will need.
  ///
  /// - Parameter heights: framed heights without depressions. On others the pits keep their water.
  /// - Reference: O'Callaghan and Mark (1984), Computer Vision, Graphics and Image Processing 28, 323–344; for flats
  ///   Garbrecht and Martz (1997), Journal of Hydrology 193, 204–213, the gradient towards lower terrain.
  init(descending heights: [Double], in frame: Frame, spacing: Spacing) {
    var outflow = steepestDescent(heights, in: frame, spacing: spacing)
    outflow.drainFlats(heights, in: frame)
    self.frame = frame
    directions = outflow.directions
    downstream = order(of: outflow.directions, heights: heights, in: frame)
  }
}

/// Directions while they are being found.
private struct Outflow {
  var directions: [Neighbour?]
  /// Steps over a flat to the nearest cell with an outflow; `unknown` where no way out is known.
  var stepsToOutflow: [Int32]

  static let unknown: Int32 = -1

  /// Lets the flats drain, from the cells with an outflow inward, one step at a time.
  mutating func drainFlats(_ heights: [Double], in frame: Frame) {
    let steps = frame.steps
    let neighbours = Neighbour.allCases
    var reached: [Int] = []
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) where stepsToOutflow[place] == 0 {
        reached.append(place)
      }
    }
    var distance: Int32 = 0
    while !reached.isEmpty {
      var next: [Int] = []
      for place in reached {
        for step in steps {
          let cell = place + step
          guard heights[cell] == heights[place], stepsToOutflow[cell] == Self.unknown else { continue }
          stepsToOutflow[cell] = distance + 1
          next.append(cell)
        }
      }
      for cell in next {
        directions[cell] = neighbours.first { neighbour in
          let other = cell + steps[Int(neighbour.rawValue)]
          return heights[other] == heights[cell] && stepsToOutflow[other] == distance
        }
      }
      reached = next
      distance += 1
    }
  }
}

/// The direction of every cell that has a lower neighbour; cells that touch the outside and have none drain off.
private func steepestDescent(_ heights: [Double], in frame: Frame, spacing: Spacing) -> Outflow {
  let steps = frame.steps
  let neighbours = Neighbour.allCases
  var outflow = Outflow(
    directions: [Neighbour?](repeating: nil, count: heights.count),
    stepsToOutflow: [Int32](repeating: Outflow.unknown, count: heights.count))
  for row in 0..<frame.rows {
    let cell = spacing.rows[row]
    for place in frame.places(ofRow: row) where !heights[place].isNaN {
      var steepest = 0.0
      var touchesOutside = false
      for neighbour in neighbours {
        let height = heights[place + steps[Int(neighbour.rawValue)]]
        if height.isNaN {
          touchesOutside = true
          continue
        }
        let gradient = (heights[place] - height) / cell.distance(to: neighbour)
        if gradient > steepest {
          steepest = gradient
          outflow.directions[place] = neighbour
        }
      }
      if steepest > 0 || touchesOutside { outflow.stepsToOutflow[place] = 0 }
    }
  }
  return outflow
}

/// All cells with a value, each after all that drain to it: from every source downstream, as far as a cell still waits
/// for another donor.
private func order(of directions: [Neighbour?], heights: [Double], in frame: Frame) -> [Int] {
  let steps = frame.steps
  var donors = [UInt8](repeating: 0, count: directions.count)
  for (place, direction) in directions.enumerated() {
    if let direction { donors[place + steps[Int(direction.rawValue)]] += 1 }
  }
  var waiting = donors
  var order: [Int] = []
  for row in 0..<frame.rows {
    for source in frame.places(ofRow: row) where donors[source] == 0 && !heights[source].isNaN {
      order.append(source)
      var place = source
      while let direction = directions[place] {
        place += steps[Int(direction.rawValue)]
        waiting[place] -= 1
        guard waiting[place] == 0 else { break }
        order.append(place)
      }
    }
  }
  return order
}
