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
    /// The height of the highest cell of the tile that drains through it, m; NaN of others.
    var summit: Double

    static let void = Cell(
      course: Course.void.bits, exit: -1, isCut: true, distance: 0, tangent: .nan, cells: 0, area: 0, length: 0,
      summit: .nan)
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
    let leaves = rim.map { ground.leaves($0, around) }
    func atExits<Value>(_ values: borrowing Field<Value>, others: Value) -> [Value] {
      rim.indices.map { leaves[$0] ? values[rim[$0]] : others }
    }
    let counts = atExits(ground.accumulated([Int64](repeating: 1, count: extent.rows)), others: 0)
    let sums = sizes.isEven ? counts.map { _ in 0 } : atExits(ground.accumulated(sizes.areas.rows), others: 0)
    let lengths = atExits(ground.slopeLengths(rows: rows, rule: slopeLength), others: 0)
    let summits = atExits(ground.summits(), others: .none)
    let exits = try ground.exits(of: tile)
    let distances = ground.distancesToExits { place, receiver in
      let isCut = slopeLength.cuts(
        receiver: ground.tangent(at: receiver, rows: rows, around),
        donor: ground.tangent(at: place, rows: rows, around))
      return isCut ? nil : rows[frame.row(of: place)].length(ground.courses[place])
    }
    return RimLinks(
      rim: rim.enumerated().map { index, place in
        RimLinks.Cell(
          course: ground.courses[place].bits, exit: exits[index], isCut: distances[index] == nil,
          distance: distances[index] ?? 0, tangent: ground.tangent(at: place, rows: rows, around),
          cells: counts[index], area: sums[index], length: lengths[index],
          summit: summits[index].metres)
      })
  }
}

extension Ground {
  /// For each cell of the rim where on it water that enters there leaves the tile; −1 where it ends within.
  fileprivate func exits(of tile: Int) throws(FlowError) -> [Int32] {
    let rim = frame.rim
    let ends = try waysEnds(from: rim, of: tile) { _ in false }
    var index: [Int: Int32] = [:]
    for (number, place) in rim.enumerated() { index[place] = Int32(truncatingIfNeeded: number) }
    return ends.map { end in leaves(end, frame.steps) ? index[end] ?? -1 : -1 }
  }

  /// Where the ways from some places end: at the first cell that fulfils a condition, the last before the water leaves
  /// the tile, or the one where it ends.
  func waysEnds(
    from starts: [Int], of tile: Int, at isEnd: (_ place: Int) -> Bool
  ) throws(FlowError) -> [Int] {
    let around = frame.steps
    let (unknown, underWay): (Int32, Int32) = (-1, -2)
    let ends = Field<Int32>(count: frame.count, repeating: unknown)
    var way: [Int] = []
    for start in starts {
      var place = start
      // Down to a cell whose way was followed before, so that no cell is visited twice.
      while ends[place] == unknown {
        guard !isEnd(place), let receiver = receiver(of: place, around), courses[receiver] != .void else {
          ends[place] = Int32(truncatingIfNeeded: place)
          break
        }
        ends[place] = underWay
        way.append(place)
        place = receiver
      }
      guard ends[place] != underWay else {
        throw FlowError(.tile(tile), .contradiction("its water runs in a circle"))
      }
      while let before = way.popLast() { ends[before] = ends[place] }
    }
    return starts.map { Int(ends[$0]) }
  }

  /// For each cell of the rim how far that is; `nil` where slope length is cut on the way, or the way ends.
  ///
  /// - Parameter step: the length from a cell to the cell of the tile that it drains to; `nil` where it is cut there.
  ///   No way is a circle.
  fileprivate func distancesToExits(step: (_ place: Int, _ receiver: Int) -> Int64?) -> [Int64?] {
    let around = frame.steps
    let (unknown, cut): (Int64, Int64) = (-2, -1)
    let distances = Field<Int64>(count: frame.count, repeating: unknown)
    var way: [(place: Int, step: Int64)] = []
    for start in frame.rim where courses[start] != .void {
      var place = start
      while distances[place] == unknown {
        if leaves(place, around) {
          distances[place] = 0
        } else if let receiver = receiver(of: place, around), let step = step(place, receiver) {
          way.append((place, step))
          place = receiver
        } else {
          distances[place] = cut
        }
      }
      while let (before, step) = way.popLast() {
        distances[before] = distances[place] == cut ? cut : distances[place] + step
        place = before
      }
    }
    return frame.rim.map { courses[$0] == .void || distances[$0] == cut ? nil : distances[$0] }
  }

  /// Whether a cell drains out of the tile.
  func leaves(_ place: Int, _ around: Steps) -> Bool {
    receiver(of: place, around).map { courses[$0] == .void } ?? false
  }
}
