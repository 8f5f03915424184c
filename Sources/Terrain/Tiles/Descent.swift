/// The filled heights and the courses of a tile, in short: what filling changed, and one course a cell.
package struct Descent: Hashable, Sendable {
  /// Cells side by side that were raised to one level.
  struct Raised: Hashable, Sendable {
    /// The number of the first in the tile, row by row.
    var first: Int32
    var count: Int32
    /// Metres.
    var level: Double
  }

  var kind: HeightKind
  /// In the order of the cells.
  var raised: [Raised]
  /// The bits of a `Course` for each cell; level ground that crosses the rim is `border`.
  var courses: [UInt8]
}

/// The level ground of a tile whose ways out may lie in other tiles.
package struct BorderFlats: Hashable, Sendable {
  /// Cells side by side.
  struct Run: Hashable, Sendable {
    var row: Int32
    var column: Int32
    var count: Int32
    /// Whether they drain elsewhere, and are a way out of the flat beside them.
    var isWayOut: Bool
  }

  /// Connected ground of one height, with the ways out of it that lie in the tile; in the order of its cells.
  struct Flat: Hashable, Sendable {
    var runs: [Run]
  }

  var flats: [Flat]
  /// For each cell of the rim whether it drains elsewhere than over level ground.
  var isWayOut: [Bool]
}

extension FlowPlan {
  /// The second pass over a tile: fills it from the levels of its rim, and decides the courses of all cells but those
  /// of level ground that crosses the rim.
  ///
  /// - Parameters: as those of `survey`.
  /// - Complexity: O(n) for whole metres, O(n log n) for others; memory beside the heights and the result 7 bytes a
  ///   cell for whole metres.
  package func descend(
    _ tile: Int, heights: Heights, lakes: [Bool]? = nil, levels: RimLevels
  ) throws(FlowError) -> (Descent, BorderFlats) {
    try check(tile, heights, lakes)
    try check(tile, levels, heights)
    return switch heights {
    case .wholeMetres(let cells): try descended(tile, cells, lakes, levels)
    case .single(let cells): try descended(tile, cells, lakes, levels)
    case .double(let cells): try descended(tile, cells, lakes, levels)
    }
  }

  private func descended<H: Height>(
    _ tile: Int, _ cells: [H], _ lakes: [Bool]?, _ levels: RimLevels
  ) throws(FlowError) -> (Descent, BorderFlats) {
    let extent = tiling.extent(of: tile)
    let frame = extent.frame
    let ground = Ground(cells, lakes: lakes, in: frame)
    for floor in levels.floors where floor >= 0 && floor < cells.count {
      ground.courses[frame.place(ofCell: Int(floor))] = .dryEnd
    }
    try ground.flood(tile, from: levels)
    decideSteepest(ground.surface, ground.courses, in: frame, rows: Array(spacing.rows[extent.rowRange]))
    let flats = ground.borderFlats()
    decideFlats(ground.surface, ground.courses, in: frame)
    return (Descent(of: ground, from: cells, kind: levels.kind), flats)
  }
}

extension Ground {
  /// Fills a tile to the levels that its rim has in the whole raster, and puts the levels around it in its frame.
  func flood(_ tile: Int, from levels: RimLevels) throws(FlowError) {
    let rim = frame.rim
    let steps = frame.steps
    var range = self.levels
    for level in levels.rim where !level.isNaN {
      let level = H(metres: level)
      range = min(range?.lowerBound ?? level, level)...max(range?.upperBound ?? level, level)
    }
    if let range {
      let queue = H.Queue(levels: range, places: frame.count)
      for (place, level) in zip(rim, levels.rim) {
        guard courses[place].isDry == !level.isNaN, !(H(metres: level) < surface[place]) else {
          throw FlowError(.tile(tile), .contradiction("the levels of its rim are not those of its heights"))
        }
        guard courses[place].isDry else { continue }
        courses[place] = courses[place].queued
        queue.insert(place, at: H(metres: level))
      }
      for place in frame.border { courses[place] = .dry }
      var outlets: [Int] = []
      for row in 0..<frame.rows {
        for place in frame.places(ofRow: row) where courses[place].isDry && !courses[place].isQueued {
          if courses[place] == .dryEnd || touchesVoid(place, steps) { outlets.append(place) }
        }
      }
      for place in frame.border { courses[place] = .void }
      for place in outlets { begin(at: place, in: queue) }
      var trail = NoTrail()
      Terrain.flood(surface, courses, in: frame, from: queue, trail: &trail)
    }
    for (place, level) in zip(frame.border, levels.beyond) { surface[place] = H(metres: level) }
  }

  /// The level ground that goes on beyond the rim, which is marked as such.
  func borderFlats() -> BorderFlats {
    let steps = frame.steps
    let rim = frame.rim
    var border = BorderFlats(flats: [], isWayOut: rim.map { courses[$0].isDecided })
    for place in rim where courses[place] == .undecided {
      guard
        (0..<8).contains(where: { courses[place + steps[$0]] == .void && surface[place + steps[$0]] == surface[place] })
      else { continue }
      courses[place] = .border
      var cells = [Int32(truncatingIfNeeded: place)]
      var waysOut: [Int32] = []
      var next = 0
      while next < cells.count {
        let place = Int(cells[next])
        next += 1
        for step in 0..<8 {
          let other = place + steps[step]
          guard surface[other] == surface[place] else { continue }
          if courses[other] == .undecided {
            courses[other] = .border
            cells.append(Int32(truncatingIfNeeded: other))
          } else if courses[other].isDecided {
            waysOut.append(Int32(truncatingIfNeeded: other))
          }
        }
      }
      border.flats.append(BorderFlats.Flat(cells: cells.sorted(), waysOut: Set(waysOut).sorted(), in: frame))
    }
    return border
  }
}

extension BorderFlats.Flat {
  /// - Parameters:
  ///   - cells: the places of its cells, ascending.
  ///   - waysOut: those of the ways out beside them, ascending.
  fileprivate init(cells: [Int32], waysOut: [Int32], in frame: Frame) {
    runs = []
    var (nextCell, nextWay) = (0, 0)
    while nextCell < cells.count || nextWay < waysOut.count {
      let isWayOut = nextCell == cells.count || (nextWay < waysOut.count && waysOut[nextWay] < cells[nextCell])
      let place = isWayOut ? waysOut[nextWay] : cells[nextCell]
      if isWayOut { nextWay += 1 } else { nextCell += 1 }
      let (row, column) = Int(place).quotientAndRemainder(dividingBy: frame.stride)
      let run = BorderFlats.Run(
        row: Int32(truncatingIfNeeded: row - 1), column: Int32(truncatingIfNeeded: column - 1), count: 1,
        isWayOut: isWayOut)
      if let last = runs.last, last.row == run.row, last.column + last.count == run.column, last.isWayOut == isWayOut {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(run)
      }
    }
  }
}

extension Descent {
  /// - Parameter cells: the heights before filling.
  fileprivate init<H: Height>(of ground: borrowing Ground<H>, from cells: [H], kind: HeightKind) {
    self.kind = kind
    raised = []
    courses = []
    courses.reserveCapacity(cells.count)
    var cell = 0
    for row in 0..<ground.frame.rows {
      for place in ground.frame.places(ofRow: row) {
        courses.append(ground.courses[place].bits)
        let level = ground.surface[place]
        if cells[cell] < level, !cells[cell].isNone {
          if let last = raised.last, Int(last.first + last.count) == cell, last.level == level.metres {
            raised[raised.count - 1].count += 1
          } else {
            raised.append(Raised(first: Int32(truncatingIfNeeded: cell), count: 1, level: level.metres))
          }
        }
        cell += 1
      }
    }
  }
}
