/// What a tile tells of the ways of water between the cells of its rim.
///
/// Every cell of the rim belongs to a basin: the ground from which water reaches, within the tile and at the lowest
/// level possible, the basin's root on the rim. Basin 0 drains into a void or a lake within the tile.
package struct RimSurvey: Hashable, Sendable {
  /// The lowest level at which water passes within the tile from one basin to another.
  struct Pass: Hashable, Sendable {
    var from: Int32
    var to: Int32
    var level: Double
  }

  /// Where the water of a basin leaves the tile at the lowest level.
  struct Root: Hashable, Sendable {
    /// Its place in the rim.
    var index: Int32
    /// The number, in the tile, of the first cell of the level ground in which it lies: the basin's lowest apart from
    /// depressions. The root itself unless closed basins are looked for.
    var floor: Int32
  }

  /// A depression within the tile whose floor is lower than that of its basin, and than those of all others in it
  /// that spill at its level or lower: what it is part of the tile cannot know.
  struct Pit: Hashable, Sendable {
    var basin: Int32
    /// At which it spills within the tile, m.
    var level: Double
    /// The height of its floor, m.
    var height: Double
    /// The floor's number in the tile, row by row.
    var cell: Int32
    /// In units of `WholeAreas`.
    var area: Int64
  }

  /// The level at which a basin spills into a closed basin within it.
  struct Closure: Hashable, Sendable {
    var basin: Int32
    var level: Double
  }

  var kind: HeightKind
  /// Of the rim, m; NaN for none.
  var heights: [Double]
  /// Of the rim; −1 without a height.
  var basins: [Int32]
  /// Of the basins 1, 2, …
  var roots: [Root]
  /// As many as tie all basins together that water can pass between, lowest first.
  var passes: [Pass]
  var pits: [Pit] = []
  var closures: [Closure] = []
  /// The numbers of cells in the tile where water ends in closed basins that are known to be such.
  var floors: [Int32] = []
}

/// The basin of every place.
struct BasinTrail: FloodTrail, ~Copyable {
  let basins: Field<Int32>
  var roots: [Int] = []

  init(places: Int) { basins = Field(count: places, repeating: -1) }

  @inline(__always)
  func spread(from place: Int, to next: Int, isOutlet: Bool) { basins[next] = isOutlet ? 0 : basins[place] }

  mutating func begin(at place: Int, isOutlet: Bool) {
    if !isOutlet { roots.append(place) }
    basins[place] = isOutlet ? 0 : Int32(truncatingIfNeeded: roots.count)
  }
}

extension Ground {
  /// Fills the tile as if water left it everywhere on its rim, and tells for every cell where it would.
  func floodBasins() -> BasinTrail {
    var trail = BasinTrail(places: frame.count)
    guard let levels else { return trail }
    let queue = H.Queue(levels: levels, places: frame.count)
    let steps = frame.steps
    // What lies beyond is not known to be void, so it must not look so.
    for place in frame.border { courses[place] = .dry }
    var outlets: [Int] = []
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) where courses[place].isDry {
        if courses[place] == .dryEnd || touchesVoid(place, steps) { outlets.append(place) }
      }
    }
    for place in frame.border { courses[place] = .void }
    for place in outlets {
      courses[place] = courses[place].outlet
      begin(at: place, in: queue)
    }
    for place in frame.rim where courses[place].isDry && !courses[place].isQueued { begin(at: place, in: queue) }
    Terrain.flood(surface, courses, in: frame, from: queue, trail: &trail)
    return trail
  }
}

extension FlowPlan {
  /// The first pass over a tile.
  ///
  /// - Parameters:
  ///   - heights: one for each cell of the tile.
  ///   - lakes: the cells where water ends whatever lies around them; `nil` for none.
  /// - Complexity: O(n) for whole metres, O(n log n) for others; memory beside the heights 11 bytes a cell for whole
  ///   metres and 2 to 6 more with closed basins.
  package func survey(_ tile: Int, heights: Heights, lakes: [Bool]? = nil) throws(FlowError) -> RimSurvey {
    try check(tile, heights, lakes)
    return switch heights {
    case .wholeMetres(let cells): surveyed(tile, cells, lakes, .wholeMetres)
    case .single(let cells): surveyed(tile, cells, lakes, .single)
    case .double(let cells): surveyed(tile, cells, lakes, .double)
    }
  }

  private func surveyed<H: Height>(_ tile: Int, _ cells: [H], _ lakes: [Bool]?, _ kind: HeightKind) -> RimSurvey {
    let extent = tiling.extent(of: tile)
    let ground = Ground(cells, lakes: lakes, in: extent.frame)
    let trail = ground.floodBasins()
    let rim = ground.frame.rim
    let index = Dictionary(uniqueKeysWithValues: rim.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) })
    var survey = RimSurvey(
      kind: kind, heights: rim.map { ground.surface[$0].metres }, basins: rim.map { trail.basins[$0] },
      roots: trail.roots.map { place in
        RimSurvey.Root(index: index[place] ?? 0, floor: Int32(truncatingIfNeeded: extent.frame.cell(at: place)))
      },
      passes: lowestPasses(between: trail.basins, count: trail.roots.count + 1, on: ground))
    if !closedBasins.fillsAll { lookForClosedBasins(cells, ground, trail, extent, &survey) }
    return survey
  }

  /// The passes between the basins of a flooded tile.
  private func lowestPasses<H: Height>(
    between basins: borrowing Field<Int32>, count: Int, on ground: borrowing Ground<H>
  ) -> [RimSurvey.Pass] {
    let frame = ground.frame
    var lowest: [UInt64: H] = [:]
    let steps = [1, frame.stride - 1, frame.stride, frame.stride + 1]
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) {
        let basin = basins[place]
        guard basin >= 0 else { continue }
        for step in steps {
          let other = basins[place + step]
          guard other != basin, other >= 0 else { continue }
          let level = max(ground.surface[place], ground.surface[place + step])
          let key = UInt64(min(basin, other)) << 32 | UInt64(max(basin, other))
          lowest[key] = min(lowest[key] ?? level, level)
        }
      }
    }
    let passes = lowest.map { key, level in
      RimSurvey.Pass(from: Int32(key >> 32), to: Int32(key & 0xFFFF_FFFF), level: level.metres)
    }
    var union = BasinUnion(count: count)
    return passes.sorted { ($0.level, $0.from, $0.to) < ($1.level, $1.from, $1.to) }
      .filter { union.join(Int($0.from), Int($0.to)) }
  }
}
