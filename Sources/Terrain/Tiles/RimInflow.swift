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
    return links.indices.map { tile in links[tile].map { _ in RimInflow(entries: join.entries(of: tile)) } }
  }
}

/// What enters and leaves tiles, by the cells of all rims, which have one number.
private struct InflowJoin {
  private struct Amount {
    var cells: Int64 = 0
    var area: Int64 = 0
    var length: Int64 = 0
  }

  private let plan: FlowPlan
  private let links: [RimLinks?]
  /// The first cell of each tile, and one past the last.
  private var firsts: [Int] = []
  /// The cell of another tile that a cell drains to, or −1.
  private var receivers: [Int32]
  /// What enters at each cell, and what that adds at each cell where water leaves.
  private var entering: [Amount]
  private var passing: [Amount]

  init(_ links: [RimLinks?], _ plan: FlowPlan) throws(FlowError) {
    self.plan = plan
    self.links = links
    var count = 0
    for (tile, link) in links.enumerated() {
      firsts.append(count)
      guard let link else { continue }
      try plan.check(tile, rim: link.rim.count, "links")
      guard link.rim.allSatisfy({ $0.exit < link.rim.count }) else {
        throw FlowError(.tile(tile), .contradiction("a way through it ends off its rim"))
      }
      count += link.rim.count
    }
    firsts.append(count)
    receivers = [Int32](repeating: -1, count: count)
    entering = [Amount](repeating: Amount(), count: count)
    passing = entering
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
        receivers[firsts[tile] + index] = Int32(truncatingIfNeeded: firsts[other.tile] + other.index)
      }
    }
  }

  /// Carries what leaves each tile on, from each exit after all that drain to it.
  mutating func walk() throws(FlowError) {
    let exits = receivers.indices.filter { receivers[$0] >= 0 }
    var waiting = [Int32](repeating: 0, count: receivers.count)
    for exit in exits {
      if let next = exitAfter(Int(receivers[exit])) { waiting[next] += 1 }
    }
    var visited = 0
    for source in exits where waiting[source] == 0 {
      var exit = source
      while true {
        waiting[exit] = -1
        visited += 1
        leave(at: exit)
        guard let next = exitAfter(Int(receivers[exit])) else { break }
        waiting[next] -= 1
        guard waiting[next] == 0 else { break }
        exit = next
      }
    }
    guard visited == exits.count else {
      throw FlowError(.raster, .contradiction("water runs in a circle from tile to tile"))
    }
  }

  /// Where water that enters at a cell leaves its tile.
  private func exitAfter(_ cell: Int) -> Int? {
    let tile = tile(of: cell)
    let exit = firsts[tile] + Int(link(cell, tile).exit)
    return exit >= firsts[tile] && receivers[exit] >= 0 ? exit : nil
  }

  /// Carries what leaves at a cell into the next tile and to where it leaves that.
  private mutating func leave(at exit: Int) {
    let tile = tile(of: exit)
    let from = link(exit, tile)
    let cells = from.cells + passing[exit].cells
    let area = from.area + passing[exit].area
    let entry = Int(receivers[exit])
    let next = self.tile(of: entry)
    let to = link(entry, next)
    entering[entry].cells += cells
    entering[entry].area += area
    let onward = exitAfter(entry)
    if let onward {
      passing[onward].cells += cells
      passing[onward].area += area
    }
    guard !plan.slopeLength.cuts(receiver: to.tangent, donor: from.tangent) else { return }
    let row = plan.tiling.extent(of: tile).firstRow + row(of: exit, in: tile)
    let step = RowSteps(plan.spacing.rows[row]).length(Course(bits: from.course))
    let arriving = max(from.length, passing[exit].length) + step
    entering[entry].length = max(entering[entry].length, arriving)
    if let onward, !to.isCut { passing[onward].length = max(passing[onward].length, arriving + to.distance) }
  }

  private func link(_ cell: Int, _ tile: Int) -> RimLinks.Cell {
    links[tile]?.rim[cell - firsts[tile]] ?? RimLinks.Cell.void
  }

  private func row(of cell: Int, in tile: Int) -> Int {
    plan.tiling.extent(of: tile).rim.row(of: cell - firsts[tile])
  }

  /// The tile in whose rim a cell lies.
  private func tile(of cell: Int) -> Int {
    var (low, high) = (0, firsts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if firsts[middle] <= cell { low = middle } else { high = middle }
    }
    return low
  }

  func entries(of tile: Int) -> [RimInflow.Entry] {
    (firsts[tile]..<firsts[tile + 1]).compactMap { cell in
      let amount = entering[cell]
      guard amount.cells > 0 else { return nil }
      return RimInflow.Entry(
        index: Int32(truncatingIfNeeded: cell - firsts[tile]), cells: amount.cells, area: amount.area,
        length: amount.length)
    }
  }
}
