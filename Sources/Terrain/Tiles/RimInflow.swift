/// What enters a tile over its rim.
package struct RimInflow: Hashable, Sendable {
  /// What enters at one cell of the rim.
  struct Entry: Hashable, Sendable {
    var index: Int32
    var cells: Int64
    /// In units of `WholeAreas`; 0 where cells are all of one size.
    var area: Int64
    /// The longest slope length that arrives and is not cut, in `WholeLength`; 0 for none.
    var length: Int64
    /// The height of the highest cell that drains to it over the rim, m.
    var summit: Double
  }

  /// In the order of the rim.
  var entries: [Entry]
}

extension FlowPlan {
  /// What enters each tile, from where water leaves the others.
  ///
  /// - Complexity: O(n) in the cells of all rims.
  package func inflows(_ links: [RimLinks?]) throws(FlowError) -> [RimInflow?] {
    try check(links.count, "tiles with links")
    var join = try InflowJoin(links, self)
    try join.walk()
    return zip(links, join.entriesOfTiles()).map { link, entries in link.map { _ in RimInflow(entries: entries) } }
  }
}

/// What enters and leaves tiles. The cells of all rims have one number; those where water leaves or enters another.
private struct InflowJoin {
  private struct Amount {
    var cells: Int64 = 0
    var area: Int64 = 0
    var length: Int64 = 0
    var summit = -Double.infinity

    mutating func gain(_ cells: Int64, _ area: Int64, _ summit: Double) {
      self.cells += cells
      self.area += area
      self.summit = max(self.summit, summit)
    }
  }

  /// A cell where water leaves its tile.
  private struct Exit {
    var tile: Int32
    /// In the tile's rim.
    var index: Int32
    /// The number of the entry in the next tile.
    var entry: Int32
    /// Exits whose water comes here and has not come yet; −1 once this one's has gone on.
    var waiting: Int32 = 0
    /// What came through the tile from others.
    var passing = Amount()
  }

  /// A cell where water enters its tile.
  private struct Entry {
    var tile: Int32
    var index: Int32
    /// The number of the exit where it leaves the tile, or −1.
    var exit: Int32 = -1
    var entering = Amount()
  }

  private let plan: FlowPlan
  private let links: [RimLinks?]
  private var exits: [Exit] = []
  private var entries: [Entry] = []

  init(_ links: [RimLinks?], _ plan: FlowPlan) throws(FlowError) {
    self.plan = plan
    self.links = links
    // By the cells of each rim the number of the exit and of the entry there.
    var exitNumbers: [[Int32]] = []
    var entryNumbers: [[Int32]] = []
    for (tile, link) in links.enumerated() {
      if let link { try plan.check(tile, rim: link.rim.count, "links") }
      exitNumbers.append([Int32](repeating: -1, count: link?.rim.count ?? 0))
      entryNumbers.append(exitNumbers[tile])
    }
    for (tile, link) in links.enumerated() {
      guard let link else { continue }
      let extent = plan.tiling.extent(of: tile)
      for (index, place) in extent.rim.cells.enumerated() {
        guard let way = Neighbour(rawValue: link.rim[index].course) else { continue }
        let (row, column) = (place.row + way.rowStep, place.column + way.columnStep)
        guard row < 0 || row >= extent.rows || column < 0 || column >= extent.columns else { continue }
        guard let other = plan.tiling.rimCell(row: extent.firstRow + row, column: extent.firstColumn + column),
          let beyond = links[other.tile]?.rim[other.index], beyond.course != Course.void.bits
        else { throw FlowError(.tile(tile), .contradiction("it drains into a void")) }
        if entryNumbers[other.tile][other.index] < 0 {
          entryNumbers[other.tile][other.index] = Int32(truncatingIfNeeded: entries.count)
          entries.append(
            Entry(
              tile: Int32(truncatingIfNeeded: other.tile), index: Int32(truncatingIfNeeded: other.index)))
        }
        exitNumbers[tile][index] = Int32(truncatingIfNeeded: exits.count)
        exits.append(
          Exit(
            tile: Int32(truncatingIfNeeded: tile), index: Int32(truncatingIfNeeded: index),
            entry: entryNumbers[other.tile][other.index]))
      }
    }
    for number in entries.indices {
      let tile = Int(entries[number].tile)
      let exit = link(entries[number].tile, entries[number].index).exit
      guard exit >= 0 else { continue }
      guard exit < exitNumbers[tile].count, exitNumbers[tile][Int(exit)] >= 0 else {
        throw FlowError(.tile(tile), .contradiction("a way through it ends where no water leaves"))
      }
      entries[number].exit = exitNumbers[tile][Int(exit)]
    }
  }

  /// Carries what leaves each tile on, from each exit after all that drain to it.
  mutating func walk() throws(FlowError) {
    for exit in exits.indices {
      let next = entries[Int(exits[exit].entry)].exit
      if next >= 0 { exits[Int(next)].waiting += 1 }
    }
    var visited = 0
    for source in exits.indices where exits[source].waiting == 0 {
      var exit = source
      while true {
        exits[exit].waiting = -1
        visited += 1
        leave(at: exit)
        let next = Int(entries[Int(exits[exit].entry)].exit)
        guard next >= 0 else { break }
        exits[next].waiting -= 1
        guard exits[next].waiting == 0 else { break }
        exit = next
      }
    }
    guard visited == exits.count else {
      throw FlowError(.raster, .contradiction("water runs in a circle from tile to tile"))
    }
  }

  /// Carries what leaves at an exit into the next tile, and to where it leaves that.
  private mutating func leave(at number: Int) {
    let exit = exits[number]
    let entry = Int(exit.entry)
    let onward = Int(entries[entry].exit)
    let from = link(exit.tile, exit.index)
    let to = link(entries[entry].tile, entries[entry].index)
    let cells = from.cells + exit.passing.cells
    let area = from.area + exit.passing.area
    let summit = max(from.summit, exit.passing.summit)
    entries[entry].entering.gain(cells, area, summit)
    if onward >= 0 { exits[onward].passing.gain(cells, area, summit) }
    guard !plan.slopeLength.cuts(receiver: to.tangent, donor: from.tangent) else { return }
    let extent = plan.tiling.extent(of: Int(exit.tile))
    let row = extent.firstRow + extent.rim.row(of: Int(exit.index))
    let step = RowSteps(plan.spacing.rows[row]).length(Course(bits: from.course))
    let arriving = max(from.length, exit.passing.length) + step
    entries[entry].entering.length = max(entries[entry].entering.length, arriving)
    if onward >= 0, !to.isCut {
      exits[onward].passing.length = max(exits[onward].passing.length, arriving + to.distance)
    }
  }

  private func link(_ tile: Int32, _ index: Int32) -> RimLinks.Cell {
    links[Int(tile)]?.rim[Int(index)] ?? RimLinks.Cell.void
  }

  /// What enters each tile, in the order of its rim.
  func entriesOfTiles() -> [[RimInflow.Entry]] {
    var all: [[RimInflow.Entry]] = links.map { _ in [] }
    for entry in entries {
      all[Int(entry.tile)].append(
        RimInflow.Entry(
          index: entry.index, cells: entry.entering.cells, area: entry.entering.area, length: entry.entering.length,
          summit: entry.entering.summit))
    }
    return all.map { $0.sorted { $0.index < $1.index } }
  }
}
