/// What the cells of a tile's rim have to do with each other, and what drains out of the tile.
package struct RimLinks: Hashable, Sendable {
  /// One cell of the rim.
  struct Cell: Hashable, Sendable {
    /// The bits of its `Course`; `void` without a height.
    var course: UInt8
    /// Where on the rim water that enters here leaves the tile; −1 where it ends within.
    var exit: Int32
    /// Whether slope length is cut on the way there.
    var isCut: Bool
    /// How far it is to the exit where it is not, in `WholeLength`.
    var distance: Int64
    /// tan of the slope to its receiver; NaN where its water ends.
    var tangent: Double
    /// Of a cell that drains out of the tile, the cells of the tile that drain through it; 0 of others.
    var cells: Int64
    /// Their area in units of `WholeAreas`; 0 where cells are all of one size.
    var area: Int64
    /// The slope length there as far as the tile knows, in `WholeLength`.
    var length: Int64

    static let void = Cell(
      course: Course.void.bits, exit: -1, isCut: true, distance: 0, tangent: .nan, cells: 0, area: 0, length: 0)
  }

  var rim: [Cell]
}

extension FlowPlan {
  /// The third pass over a tile.
  ///
  /// - Complexity: O(n); memory beside the heights and the descent 16 bytes a cell for whole metres.
  package func link(
    _ tile: Int, heights: Heights, descent: Descent, levels: RimLevels, steps: RimSteps
  ) throws(FlowError) -> RimLinks {
    try check(tile, heights, descent, levels)
    return switch heights {
    case .wholeMetres(let cells): try linked(tile, cells, descent, levels, steps)
    case .single(let cells): try linked(tile, cells, descent, levels, steps)
    case .double(let cells): try linked(tile, cells, descent, levels, steps)
    }
  }

  private func linked<H: Height>(
    _ tile: Int, _ cells: [H], _ descent: Descent, _ levels: RimLevels, _ steps: RimSteps
  ) throws(FlowError) -> RimLinks {
    let extent = tiling.extent(of: tile)
    let frame = extent.frame
    let ground = try Ground(tile, cells, descent, levels, steps, in: frame)
    let rim = frame.rim
    let around = frame.steps
    let sizes = self.rows(of: extent)
    let rows = sizes.sizes.map(RowSteps.init)
    let leaves = rim.map { place in
      ground.receiver(of: place, around).map { ground.courses[$0] == .void } ?? false
    }
    func atExits(_ sums: borrowing Field<Int64>) -> [Int64] {
      rim.indices.map { leaves[$0] ? sums[rim[$0]] : 0 }
    }
    let counts = atExits(ground.accumulated([Int64](repeating: 1, count: extent.rows)))
    let sums = sizes.isEven ? counts.map { _ in 0 } : atExits(ground.accumulated(sizes.areas.rows))
    let lengths = atExits(ground.slopeLengths(rows: rows, rule: slopeLength))
    let ways = try RimWays(ground, tile) { place, receiver in
      let isCut = slopeLength.cuts(
        receiver: ground.tangent(at: receiver, rows: rows, around),
        donor: ground.tangent(at: place, rows: rows, around))
      return isCut ? nil : rows[frame.row(of: place)].length(ground.courses[place])
    }
    return RimLinks(
      rim: rim.enumerated().map { index, place in
        RimLinks.Cell(
          course: ground.courses[place].bits, exit: ways.exits[index], isCut: ways.distances[index] == nil,
          distance: ways.distances[index] ?? 0, tangent: ground.tangent(at: place, rows: rows, around),
          cells: counts[index], area: sums[index], length: lengths[index])
      })
  }
}

/// The ways of water from the cells of a rim to where it leaves the tile.
private struct RimWays {
  /// Where on the rim; −1 where it ends within.
  var exits: [Int32] = []
  /// How far that is, in `WholeLength`; `nil` where slope length is cut on the way, or the way ends.
  var distances: [Int64?] = []

  private static let unknown: Int32 = -2
  private static let underWay: Int32 = -3
  private static let within: Int32 = -1
  private static let cut: Int64 = -1

  /// Follows each way down to one that was followed before, so that no cell is visited twice.
  ///
  /// - Parameter step: the length from a cell to the cell of the tile that it drains to; `nil` where it is cut there.
  init<H: Height>(
    _ ground: borrowing Ground<H>, _ tile: Int, step: (_ place: Int, _ receiver: Int) -> Int64?
  ) throws(FlowError) {
    let around = ground.frame.steps
    let rim = ground.frame.rim
    let exits = Field<Int32>(count: ground.frame.count, repeating: Self.unknown)
    let distances = Field<Int64>(unsetCount: ground.frame.count)
    var index: [Int: Int32] = [:]
    for (number, place) in rim.enumerated() { index[place] = Int32(truncatingIfNeeded: number) }
    var way: [Int] = []
    for start in rim where ground.courses[start] != .void {
      var place = start
      while exits[place] == Self.unknown {
        guard let receiver = ground.receiver(of: place, around), ground.courses[receiver] != .void else {
          // The water leaves the tile or ends.
          exits[place] = ground.courses[place].leadsOn ? index[place] ?? Self.within : Self.within
          distances[place] = ground.courses[place].leadsOn ? 0 : Self.cut
          break
        }
        exits[place] = Self.underWay
        way.append(place)
        place = receiver
      }
      guard exits[place] != Self.underWay else {
        throw FlowError(.tile(tile), .contradiction("its water runs in a circle"))
      }
      while let before = way.popLast() {
        let length = distances[place] == Self.cut ? nil : step(before, place)
        exits[before] = exits[place]
        distances[before] = length.map { distances[place] + $0 } ?? Self.cut
        place = before
      }
    }
    for place in rim {
      let isVoid = ground.courses[place] == .void
      self.exits.append(isVoid ? Self.within : exits[place])
      self.distances.append(isVoid || distances[place] == Self.cut ? nil : distances[place])
    }
  }
}
