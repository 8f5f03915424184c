/// What a census is asked: the area of the cells of a basin of a tile that are filled to below a level.
package struct AreaQuery: Hashable, Sendable {
  var basin: Int32
  /// Metres.
  var level: Double
}

extension BasinGraph {
  /// A depression that met one with a lower floor, or the world.
  struct Ended {
    /// The node of its floor.
    var floor: Int
    /// The level at which it ended, m.
    var level: Double
    /// The nodes below that level.
    var members: [Int]
  }

  /// The depressions across tiles, and those within them that may be part of larger ones, that are deep enough.
  ///
  /// Water rises everywhere at once. Where it first passes between two unions of nodes, the one with the higher floor
  /// ends; at one level all but the lowest of those that meet.
  func ended(deepEnough: (Double) -> Bool, withMembers: Bool) -> [Ended] {
    var union = BasinUnion(count: floors.count)
    var lowest = Array(floors.indices)
    var ended: [Ended] = []
    let sorted = edges.sorted { $0.level < $1.level }
    var first = 0
    while first < sorted.count {
      let level = sorted[first].level
      let end = sorted[first...].firstIndex { $0.level > level } ?? sorted.count
      // The unions that meet at this level, before they do.
      var meeting: [Int] = []
      for edge in sorted[first..<end] {
        let (from, to) = (union.root(of: Int(edge.from)), union.root(of: Int(edge.to)))
        if from != to { meeting += [from, to] }
      }
      meeting = Set(meeting).sorted()
      let floor = meeting.map { lowest[$0] }
      let members = meeting.enumerated().map { index, root in
        withMembers && deepEnough(level - floors[floor[index]].height) ? union.members(of: root) : []
      }
      for edge in sorted[first..<end] { _ = union.join(Int(edge.from), Int(edge.to)) }
      for (index, root) in meeting.enumerated() {
        let joined = union.root(of: root)
        if floors[floor[index]] < floors[lowest[joined]] { lowest[joined] = floor[index] }
      }
      for (index, root) in meeting.enumerated() where lowest[union.root(of: root)] != floor[index] {
        let depth = level - floors[floor[index]].height
        if depth > 0, deepEnough(depth) {
          ended.append(Ended(floor: floor[index], level: level, members: members[index]))
        }
      }
      first = end
    }
    return ended
  }

  /// The questions whose answers make the areas of depressions, for each tile.
  func queries(of ended: [Ended]) -> [[AreaQuery]] {
    var queries: [[AreaQuery]] = bases.map { _ in [] }
    for depression in ended {
      for member in depression.members where floors[member].basin > 0 {
        queries[floors[member].tile].append(AreaQuery(basin: floors[member].basin, level: depression.level))
      }
    }
    return queries
  }

  /// The areas of depressions, in units of `WholeAreas`.
  func areas(of ended: [Ended], _ queries: [[AreaQuery]], _ census: [[Int64]]) -> [Int64] {
    var next = queries.map { _ in 0 }
    return ended.map { depression in
      let basins = depression.members.filter { floors[$0].basin > 0 }
      guard !basins.isEmpty else { return floors[depression.floor].area }
      return basins.reduce(0) { sum, member in
        let tile = floors[member].tile
        defer { next[tile] += 1 }
        return sum + census[tile][next[tile]]
      }
    }
  }
}

extension FlowPlan {
  /// The pass over a tile that answers `areaQueries`; areas in units of their own.
  ///
  /// - Complexity: as `survey`.
  package func census(
    _ tile: Int, heights: Heights, lakes: [Bool]? = nil, queries: [AreaQuery]
  ) throws(FlowError) -> [Int64] {
    try check(tile, heights, lakes)
    guard !queries.isEmpty else { return [] }
    return switch heights {
    case .wholeMetres(let cells): counted(tile, cells, lakes, queries)
    case .single(let cells): counted(tile, cells, lakes, queries)
    case .double(let cells): counted(tile, cells, lakes, queries)
    }
  }

  private func counted<H: Height>(_ tile: Int, _ cells: [H], _ lakes: [Bool]?, _ queries: [AreaQuery]) -> [Int64] {
    let extent = tiling.extent(of: tile)
    let ground = Ground(cells, lakes: lakes, in: extent.frame)
    let trail = ground.floodBasins()
    var asked = [[(level: H, index: Int)]](repeating: [], count: trail.roots.count + 1)
    for (index, query) in queries.enumerated() where asked.indices.contains(Int(query.basin)) {
      asked[Int(query.basin)].append((H(metres: query.level), index))
    }
    let areas = rows(of: extent).areas.rows
    var sums = [Int64](repeating: 0, count: queries.count)
    for row in 0..<extent.rows {
      let area = areas[row]
      for place in extent.frame.places(ofRow: row) where trail.basins[place] > 0 {
        for query in asked[Int(trail.basins[place])] where ground.surface[place] < query.level {
          sums[query.index] += area
        }
      }
    }
    return sums
  }
}
