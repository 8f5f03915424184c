/// How far the ways out of level ground are from the cells around a tile.
package struct RimSteps: Hashable, Sendable {
  struct Step: Hashable, Sendable {
    /// The place among the cells around the tile.
    var index: Int32
    var steps: Int32
  }

  /// Of the cells that continue level ground of the tile, fewest steps first.
  var steps: [Step]
}

extension FlowPlan {
  /// How far it is over the level ground that crosses rims to the nearest way out of it, in whichever tile.
  ///
  /// Each flat of a tile is worked on its own from the steps that are known around it; those around which fewer have
  /// become known are worked again, until nothing changes. The steps are those in the whole raster, since they are
  /// lengths of ways that there are, and none can be shortened.
  ///
  /// - Complexity: O(n) in the cells of such flats, times how often the shortest ways cross a rim back and forth.
  package func flatSteps(
    _ levels: [RimLevels?], _ flats: [BorderFlats?]
  ) throws(FlowError) -> [RimSteps?] {
    var join = try FlatJoin(levels, flats, self)
    join.spread()
    return try flats.indices.map { tile throws(FlowError) in
      guard flats[tile] != nil else { return nil }
      return RimSteps(steps: try join.steps(around: tile))
    }
  }
}

/// The flats that cross rims while their steps are being found.
private struct FlatJoin {
  /// One flat of one tile.
  private struct Piece {
    var tile: Int32
    var flat: Int32
  }

  /// A cell of a rim, and one of another tile that continues its level ground.
  private struct Contact {
    var index: Int
    /// The row and the column of the other in the tile of the first; one of them lies outside.
    var row: Int
    var column: Int
    var otherTile: Int
    var otherIndex: Int
  }

  private let tiling: Tiling
  private let levels: [RimLevels?]
  private let flats: [BorderFlats?]
  private var pieces: [Piece] = []
  /// The first piece of each tile, and one past the last.
  private var firsts: [Int] = []
  /// For each cell of each rim the piece that it belongs to, or −1.
  private var owners: [[Int32]]
  /// For each cell of each rim the steps to a way out as far as known.
  private var known: [[Int32]]
  private static let unknown = Int32.max

  init(_ levels: [RimLevels?], _ flats: [BorderFlats?], _ plan: FlowPlan) throws(FlowError) {
    tiling = plan.tiling
    self.levels = levels
    self.flats = flats
    owners = flats.map { [Int32](repeating: -1, count: $0?.isWayOut.count ?? 0) }
    known = flats.map { $0?.isWayOut.map { $0 ? 0 : Self.unknown } ?? [] }
    try plan.check(levels.count, "levels of tiles")
    try plan.check(flats.count, "flats of tiles")
    for tile in flats.indices {
      firsts.append(pieces.count)
      guard (levels[tile] == nil) == (flats[tile] == nil) else {
        throw FlowError(.tile(tile), .missing(flats[tile] == nil ? "border flats" : "levels"))
      }
      guard let border = flats[tile], let rim = levels[tile]?.rim else { continue }
      try plan.check(tile, rim: border.isWayOut.count, "ways out")
      try plan.check(tile, rim: rim.count, "levels")
      let extent = tiling.extent(of: tile)
      for (number, flat) in border.flats.enumerated() {
        guard flat.runs.allSatisfy({ Int($0.row) < extent.rows && Int($0.column + $0.count) <= extent.columns }) else {
          throw FlowError(.tile(tile), .contradiction("level ground lies outside of it"))
        }
        for cell in flat.rimCells(in: extent) {
          owners[tile][extent.rim.index(row: cell.row, column: cell.column)] = Int32(truncatingIfNeeded: pieces.count)
        }
        pieces.append(Piece(tile: Int32(truncatingIfNeeded: tile), flat: Int32(truncatingIfNeeded: number)))
      }
    }
    firsts.append(pieces.count)
  }

  /// Works pieces until no steps become fewer.
  mutating func spread() {
    var queue = Array(pieces.indices)
    var isQueued = [Bool](repeating: true, count: pieces.count)
    while !queue.isEmpty {
      var next: [Int] = []
      for number in queue {
        isQueued[number] = false
        for other in work(number) where !isQueued[other] {
          isQueued[other] = true
          next.append(other)
        }
      }
      queue = next
    }
  }

  /// Where a piece goes on in other tiles.
  private func contacts(of piece: Piece) -> [Contact] {
    let tile = Int(piece.tile)
    guard let flat = flats[tile]?.flats[Int(piece.flat)], let rim = levels[tile]?.rim else { return [] }
    let extent = tiling.extent(of: tile)
    var contacts: [Contact] = []
    for cell in flat.rimCells(in: extent) {
      let index = extent.rim.index(row: cell.row, column: cell.column)
      for neighbour in Neighbour.allCases {
        let (row, column) = (cell.row + neighbour.rowStep, cell.column + neighbour.columnStep)
        guard row < 0 || row >= extent.rows || column < 0 || column >= extent.columns,
          let other = tiling.rimCell(row: extent.firstRow + row, column: extent.firstColumn + column),
          levels[other.tile]?.rim[other.index] == rim[index]
        else { continue }
        contacts.append(
          Contact(index: index, row: row, column: column, otherTile: other.tile, otherIndex: other.index))
      }
    }
    return contacts
  }

  /// Finds the steps of a piece from what is known around it; the pieces that learn of fewer than before.
  private mutating func work(_ number: Int) -> [Int] {
    let piece = pieces[number]
    let tile = Int(piece.tile)
    guard let flat = flats[tile]?.flats[Int(piece.flat)] else { return [] }
    let contacts = contacts(of: piece)
    let extent = tiling.extent(of: tile)
    let box = flat.box
    let frame = Frame(rows: box.rows, columns: box.columns)
    let surface = Field<Int16>(count: frame.count, repeating: .none)
    let courses = Field<Course>(count: frame.count, repeating: .void)
    func place(_ row: Int, _ column: Int) -> Int {
      (row - box.firstRow + 1) * frame.stride + column - box.firstColumn + 1
    }
    for run in flat.runs {
      let first = place(Int(run.row), Int(run.column))
      for place in first..<first + Int(run.count) {
        surface[place] = 0
        courses[place] = run.isWayOut ? .end : .undecided
      }
    }
    var beyond: [FrameStep] = []
    for contact in contacts where known[contact.otherTile][contact.otherIndex] != Self.unknown {
      let place = place(contact.row, contact.column)
      surface[place] = 0
      beyond.append(FrameStep(place: place, steps: Int(known[contact.otherTile][contact.otherIndex])))
    }
    beyond.sort { ($0.steps, $0.place) < ($1.steps, $1.place) }
    var shorter: [Int: Int32] = [:]
    decideFlats(surface, courses, in: frame, beyond: beyond) { place, steps in
      let row = place / frame.stride - 1 + box.firstRow
      let column = place % frame.stride - 1 + box.firstColumn
      guard row == 0 || row == extent.rows - 1 || column == 0 || column == extent.columns - 1 else { return }
      let index = extent.rim.index(row: row, column: column)
      if steps < known[tile][index] { shorter[index] = Int32(truncatingIfNeeded: steps) }
    }
    for (index, steps) in shorter { known[tile][index] = steps }
    let learners = contacts.filter { shorter[$0.index] != nil }.map { Int(owners[$0.otherTile][$0.otherIndex]) }
    return Set(learners.filter { $0 >= 0 }).sorted()
  }

  /// Of the cells around a tile that continue its flats.
  func steps(around tile: Int) throws(FlowError) -> [RimSteps.Step] {
    let beyond = tiling.extent(of: tile).beyond
    var steps: Set<RimSteps.Step> = []
    for piece in pieces[firsts[tile]..<firsts[tile + 1]] {
      for contact in contacts(of: piece) {
        let known = known[contact.otherTile][contact.otherIndex]
        guard known != Self.unknown else {
          throw FlowError(.tile(contact.otherTile), .contradiction("level ground on its rim has no way out"))
        }
        let index = beyond.index(row: contact.row + 1, column: contact.column + 1)
        steps.insert(RimSteps.Step(index: Int32(truncatingIfNeeded: index), steps: known))
      }
    }
    return steps.sorted { ($0.steps, $0.index) < ($1.steps, $1.index) }
  }
}

extension BorderFlats.Flat {
  /// The smallest rectangle around it.
  fileprivate var box: TileExtent {
    let rows = (runs.map(\.row).min() ?? 0)...(runs.map(\.row).max() ?? 0)
    let columns = (runs.map(\.column).min() ?? 0)...(runs.map { $0.column + $0.count - 1 }.max() ?? 0)
    return TileExtent(
      firstRow: Int(rows.lowerBound), firstColumn: Int(columns.lowerBound), rows: rows.count, columns: columns.count)
  }

  /// Its level cells on the rim of the tile.
  fileprivate func rimCells(in extent: TileExtent) -> [(row: Int, column: Int)] {
    runs.flatMap { run -> [(row: Int, column: Int)] in
      guard !run.isWayOut else { return [] }
      let row = Int(run.row)
      let columns = Int(run.column)..<Int(run.column + run.count)
      if row == 0 || row == extent.rows - 1 { return columns.map { (row, $0) } }
      return Set([0, extent.columns - 1]).filter(columns.contains).map { (row, $0) }
    }
  }
}
