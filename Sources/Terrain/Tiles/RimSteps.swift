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
  private struct Piece {
    var tile: Int
    var flat: Int
    /// The cells of the rim that belong to it, and with each the cells of other tiles that continue it.
    var contacts: [Contact]
  }

  private struct Contact {
    /// Places in the tile's rim.
    var index: Int
    var beyond: [(place: Cell, tile: Int, index: Int)]
  }

  private struct Cell: Hashable {
    var row: Int
    var column: Int
  }

  private let tiling: Tiling
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
    self.flats = flats
    owners = flats.map { [Int32](repeating: -1, count: $0?.isWayOut.count ?? 0) }
    known = flats.map { $0?.isWayOut.map { $0 ? 0 : Self.unknown } ?? [] }
    try plan.check(levels.count, "levels of tiles")
    try plan.check(flats.count, "flats of tiles")
    for tile in flats.indices {
      firsts.append(pieces.count)
      guard let border = flats[tile] else { continue }
      guard let rim = levels[tile]?.rim else { throw FlowError(.tile(tile), .missing("levels")) }
      try plan.check(tile, rim: border.isWayOut.count, "ways out")
      try plan.check(tile, rim: rim.count, "levels")
      let extent = tiling.extent(of: tile)
      for (number, flat) in border.flats.enumerated() {
        guard flat.runs.allSatisfy({ Int($0.row) < extent.rows && Int($0.column + $0.count) <= extent.columns }) else {
          throw FlowError(.tile(tile), .contradiction("level ground lies outside of it"))
        }
        var piece = Piece(tile: tile, flat: number, contacts: [])
        for cell in flat.rimCells(in: extent) {
          let index = extent.rim.index(row: cell.row, column: cell.column)
          owners[tile][index] = Int32(truncatingIfNeeded: pieces.count)
          var contact = Contact(index: index, beyond: [])
          for neighbour in Neighbour.allCases {
            let place = Cell(row: cell.row + neighbour.rowStep, column: cell.column + neighbour.columnStep)
            guard place.row < 0 || place.row >= extent.rows || place.column < 0 || place.column >= extent.columns,
              let other = tiling.rimCell(
                row: extent.firstRow + place.row, column: extent.firstColumn + place.column),
              let beyond = levels[other.tile]?.rim, beyond.indices.contains(other.index),
              beyond[other.index] == rim[index]
            else { continue }
            guard flats[other.tile] != nil else { throw FlowError(.tile(other.tile), .missing("border flats")) }
            contact.beyond.append((place, other.tile, other.index))
          }
          piece.contacts.append(contact)
        }
        pieces.append(piece)
      }
    }
    firsts.append(pieces.count)
  }

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

  /// Finds the steps of a piece from what is known around it; the pieces that learn of fewer than before.
  private mutating func work(_ number: Int) -> [Int] {
    let piece = pieces[number]
    guard let flat = flats[piece.tile]?.flats[piece.flat] else { return [] }
    let extent = tiling.extent(of: piece.tile)
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
    for contact in piece.contacts {
      for cell in contact.beyond where known[cell.tile][cell.index] != Self.unknown {
        let place = place(cell.place.row, cell.place.column)
        surface[place] = 0
        beyond.append(FrameStep(place: place, steps: Int(known[cell.tile][cell.index])))
      }
    }
    beyond.sort { ($0.steps, $0.place) < ($1.steps, $1.place) }
    var shorter: Set<Int> = []
    var found: [Int: Int32] = [:]
    let rim = extent.rim
    decideFlats(surface, courses, in: frame, beyond: beyond) { place, steps in
      let row = place / frame.stride - 1 + box.firstRow
      let column = place % frame.stride - 1 + box.firstColumn
      guard row == 0 || row == extent.rows - 1 || column == 0 || column == extent.columns - 1 else { return }
      found[rim.index(row: row, column: column)] = Int32(truncatingIfNeeded: steps)
    }
    for contact in piece.contacts {
      guard let steps = found[contact.index], steps < known[piece.tile][contact.index] else { continue }
      known[piece.tile][contact.index] = steps
      for cell in contact.beyond where owners[cell.tile][cell.index] >= 0 {
        shorter.insert(Int(owners[cell.tile][cell.index]))
      }
    }
    return shorter.sorted()
  }

  /// Of the cells around a tile that continue its flats.
  func steps(around tile: Int) throws(FlowError) -> [RimSteps.Step] {
    let extent = tiling.extent(of: tile)
    var steps: Set<RimSteps.Step> = []
    for piece in pieces[firsts[tile]..<firsts[tile + 1]] {
      for cell in piece.contacts.flatMap(\.beyond) {
        guard known[cell.tile][cell.index] != Self.unknown else {
          throw FlowError(.tile(cell.tile), .contradiction("level ground on its rim has no way out"))
        }
        steps.insert(
          RimSteps.Step(
            index: Int32(
              truncatingIfNeeded: extent.beyond.index(row: cell.place.row + 1, column: cell.place.column + 1)),
            steps: known[cell.tile][cell.index]))
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
      return Set([0, extent.columns - 1]).filter(columns.contains).sorted().map { (row, $0) }
    }
  }
}
