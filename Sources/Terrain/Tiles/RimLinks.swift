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
    var paths = RimPaths(rim: rim, places: frame.count)
    let exits = try paths.follow(ground, tile) { _, _ in 0 }
    var uncut = RimPaths(rim: rim, places: frame.count)
    let uncutExits = try uncut.follow(ground, tile) { place, receiver in
      let isCut = slopeLength.cuts(
        receiver: ground.tangent(at: receiver, rows: rows, around),
        donor: ground.tangent(at: place, rows: rows, around))
      return isCut ? nil : rows[frame.row(of: place)].length(ground.courses[place])
    }
    return RimLinks(
      rim: rim.enumerated().map { index, place in
        RimLinks.Cell(
          course: ground.courses[place].bits, exit: exits[index].exit, isCut: uncutExits[index].exit < 0,
          distance: uncutExits[index].distance, tangent: ground.tangent(at: place, rows: rows, around),
          cells: counts[index], area: sums[index], length: lengths[index])
      })
  }
}

/// The ways of water from the cells of a rim to where it leaves the tile.
private struct RimPaths: ~Copyable {
  let rim: [Int]
  /// For each place on a way that was followed where on the rim it leaves; the first places of the rim mark themselves.
  private let exits: Field<Int32>
  private let distances: Field<Int64>
  private static let unknown: Int32 = -2
  private static let underWay: Int32 = -3
  private static let ends: Int32 = -1

  init(rim: [Int], places: Int) {
    self.rim = rim
    exits = Field(count: places, repeating: Self.unknown)
    distances = Field(unsetCount: places)
  }

  /// - Parameter step: the length from a cell to the cell that it drains to in the tile; `nil` where the way ends.
  mutating func follow<H: Height>(
    _ ground: borrowing Ground<H>, _ tile: Int, step: (_ place: Int, _ receiver: Int) -> Int64?
  ) throws(FlowError) -> [(exit: Int32, distance: Int64)] {
    let around = ground.frame.steps
    var index: [Int: Int32] = [:]
    for (number, place) in rim.enumerated() { index[place] = Int32(truncatingIfNeeded: number) }
    var way: [(place: Int32, step: Int64)] = []
    for start in rim where ground.courses[start] != .void {
      way.removeAll(keepingCapacity: true)
      var place = start
      var exit = Self.ends
      var distance: Int64 = 0
      while true {
        if exits[place] != Self.unknown {
          guard exits[place] != Self.underWay else {
            throw FlowError(.tile(tile), .contradiction("its water runs in a circle"))
          }
          (exit, distance) = (exits[place], distances[place])
          break
        }
        guard let receiver = ground.receiver(of: place, around) else {
          way.append((Int32(truncatingIfNeeded: place), 0))
          break
        }
        if ground.courses[receiver] == .void {
          exit = index[place] ?? Self.ends
          way.append((Int32(truncatingIfNeeded: place), 0))
          break
        }
        guard let step = step(place, receiver) else {
          way.append((Int32(truncatingIfNeeded: place), 0))
          break
        }
        exits[place] = Self.underWay
        way.append((Int32(truncatingIfNeeded: place), step))
        place = receiver
      }
      for (here, step) in way.reversed() {
        distance += step
        exits[Int(here)] = exit
        distances[Int(here)] = exit < 0 ? 0 : distance
      }
    }
    return rim.map { ground.courses[$0] == .void ? (Self.ends, 0) : (exits[$0], distances[$0]) }
  }
}
