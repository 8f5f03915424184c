/// The height of the drainage of the cells where water enters a tile, as far as the tile knows it: that of the first
/// cell on the way of the water through which enough cells drain to make a channel, or where the water ends.
package struct RimDrainage: Hashable, Sendable {
  enum Drainage: Hashable, Sendable {
    /// Metres.
    case height(Double)
    /// That of a cell around the tile.
    case beyond(Int32)
  }

  struct Entry: Hashable, Sendable {
    /// In the rim.
    var index: Int32
    var drainage: Drainage
  }

  /// In the order of the rim.
  var entries: [Entry]
}

/// The height of the drainage of the cells around a tile to which it may drain.
package struct BeyondDrainage: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    /// Among the cells around the tile.
    var index: Int32
    /// Metres.
    var height: Double
  }

  var entries: [Entry]
}

extension FlowPlan {
  /// The pass over a tile that slope position asks for, between `inflows` and the last.
  ///
  /// - Complexity: O(n); memory beside the heights and the descent 15 bytes a cell for whole metres.
  package func drainage(
    _ tile: Int, heights: Heights, descent: Descent, levels: RimLevels, steps: RimSteps, inflow: RimInflow
  ) throws(FlowError) -> RimDrainage {
    try check(tile, heights, descent, levels)
    return switch heights {
    case .wholeMetres(let cells): try drainage(tile, cells, descent, levels, steps, inflow)
    case .single(let cells): try drainage(tile, cells, descent, levels, steps, inflow)
    case .double(let cells): try drainage(tile, cells, descent, levels, steps, inflow)
    }
  }

  private func drainage<H: Height>(
    _ tile: Int, _ cells: [H], _ descent: Descent, _ levels: RimLevels, _ steps: RimSteps, _ inflow: RimInflow
  ) throws(FlowError) -> RimDrainage {
    let extent = tiling.extent(of: tile)
    let entering = try Inflow(inflow, tile, in: extent.frame)
    let ground = try Ground(tile, cells, descent, levels, steps, in: extent.frame)
    let counts = ground.accumulated([Int64](repeating: 1, count: extent.rows), inflow: entering.cells)
    let channel = Int64(options.channelCells)
    let starts = entering.cells.map(\.place)
    guard starts.allSatisfy({ ground.courses[$0] != .void }) else {
      throw FlowError(.tile(tile), .contradiction("water enters a void of it"))
    }
    let ends = try ground.waysEnds(from: starts, of: tile) { counts[$0] >= channel }
    var beyond: [Int: Int32] = [:]
    for (index, place) in extent.frame.border.enumerated() { beyond[place] = Int32(truncatingIfNeeded: index) }
    let around = extent.frame.steps
    return RimDrainage(
      entries: zip(inflow.entries, ends).map { entry, end in
        let goesOn = counts[end] < channel && ground.leaves(end, around)
        let next = goesOn ? ground.receiver(of: end, around).flatMap { beyond[$0] } : nil
        return RimDrainage.Entry(
          index: entry.index, drainage: next.map { .beyond($0) } ?? .height(ground.surface[end].metres))
      })
  }

  /// The drainage of the cells around each tile.
  ///
  /// - Complexity: O(n) in the cells of all rims.
  package func drainages(_ rims: [RimDrainage?]) throws(FlowError) -> [BeyondDrainage?] {
    try check(rims.count, "drainages of tiles")
    var known = rims.map { rim in
      Dictionary(rim?.entries.map { ($0.index, $0.drainage) } ?? [], uniquingKeysWith: { first, _ in first })
    }
    let beyond = rims.indices.map { rims[$0] == nil ? [] : tiling.beyond($0) }
    for (tile, rim) in rims.enumerated() {
      for entry in rim?.entries ?? [] {
        var way: [(tile: Int, index: Int32)] = []
        var (here, index) = (tile, entry.index)
        var height: Double?
        while height == nil {
          switch known[here][index] {
          case .height(let found): height = found
          case .beyond(let next):
            // Taken out, so that a circle is found.
            known[here][index] = nil
            way.append((here, index))
            guard beyond[here].indices.contains(Int(next)), let cell = beyond[here][Int(next)] else {
              throw FlowError(.tile(here), .contradiction("it drains off the raster"))
            }
            (here, index) = (cell.tile, Int32(truncatingIfNeeded: cell.index))
          case nil: throw FlowError(.tile(here), .contradiction("its water runs in a circle, or enters it nowhere"))
          }
        }
        for cell in way { known[cell.tile][cell.index] = height.map { .height($0) } }
      }
    }
    return rims.indices.map { tile in
      guard rims[tile] != nil else { return nil }
      return BeyondDrainage(
        entries: beyond[tile].enumerated().compactMap { index, cell in
          guard let cell, case .height(let height) = known[cell.tile][Int32(truncatingIfNeeded: cell.index)] else {
            return nil
          }
          return BeyondDrainage.Entry(index: Int32(truncatingIfNeeded: index), height: height)
        })
    }
  }
}
