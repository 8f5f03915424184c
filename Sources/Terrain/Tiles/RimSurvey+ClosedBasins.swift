extension FlowPlan {
  /// Tells apart the depressions of a tile: those that end within it, which are closed basins or are not, and those
  /// that may be part of a larger one.
  ///
  /// A depression ends at the level at which it spills within the tile when a lower floor is met there: that of its
  /// basin, or the floor of another depression of the basin that spills no higher. In basin 0 that is the case for all.
  func lookForClosedBasins<H: Height>(
    _ cells: [H], _ ground: borrowing Ground<H>, _ trail: borrowing BasinTrail, _ extent: TileExtent,
    _ survey: inout RimSurvey
  ) {
    let frame = extent.frame
    let raw = Ground(cells, lakes: nil, in: frame)
    let areas = rows(of: extent).areas
    let order = Field<Int32>(unsetCount: closedBasins.fillsAll ? 0 : frame.count)
    var found: [Int32: [Depression<H>]] = [:]
    var closures: [Int32: H] = [:]
    var floors: [Int] = []
    let lowests = firstOfRoots(ground, raw, trail)
    func isClosed(_ depression: Depression<H>) -> Bool {
      let depth = depression.level.metres - raw.surface[depression.floor].metres
      return closedBasins.isDeepEnough(depth) && closedBasins.isLargeEnough(Double(depression.area) * areas.unit)
    }
    ground.forEachDepression(of: raw.surface, areas: areas.rows) { depression in
      let basin = trail.basins[depression.floor]
      let isClosed = isClosed(depression)
      if isClosed {
        floors += ground.nestedFloors(
          depression, of: raw.surface, areas: areas, keeping: closedBasins, order: order)
        closures[basin] = min(closures[basin] ?? depression.level, depression.level)
      }
      let mayBeLowest = basin > 0 && raw.isLower(depression.floor, lowests[Int(basin) - 1])
      guard isClosed || mayBeLowest else { return }
      var kept = depression
      kept.places = []
      found[basin, default: []].append(kept)
    }
    for (basin, depressions) in found {
      var lowest = basin > 0 ? lowests[Int(basin) - 1] : nil
      let sorted = depressions.sorted {
        ($0.level, raw.surface[$0.floor], $0.floor) < ($1.level, raw.surface[$1.floor], $1.floor)
      }
      for depression in sorted {
        // Of depressions that spill at one level the lowest comes first.
        if let floor = lowest, raw.isLower(depression.floor, floor) {
          lowest = depression.floor
          survey.pits.append(
            RimSurvey.Pit(
              basin: basin, level: depression.level.metres, height: raw.surface[depression.floor].metres,
              cell: Int32(truncatingIfNeeded: frame.cell(at: depression.floor)), area: depression.area))
        } else if isClosed(depression) {
          floors.append(depression.floor)
        }
      }
    }
    for (basin, place) in lowests.enumerated() {
      survey.roots[basin].floor = Int32(truncatingIfNeeded: frame.cell(at: place))
    }
    survey.pits.sort { ($0.basin, $0.cell) < ($1.basin, $1.cell) }
    survey.closures = closures.filter { $0.key > 0 }.sorted { $0.key < $1.key }
      .map { RimSurvey.Closure(basin: $0.key, level: $0.value.metres) }
    survey.floors = floors.map { Int32(truncatingIfNeeded: frame.cell(at: $0)) }.sorted()
  }

  /// Of each basin the first cell that is as high as its root, in no depression, and reached by water at that height.
  private func firstOfRoots<H: Height>(
    _ ground: borrowing Ground<H>, _ raw: borrowing Ground<H>, _ trail: borrowing BasinTrail
  ) -> [Int] {
    var first = [Int?](repeating: nil, count: trail.roots.count)
    for row in 0..<ground.frame.rows {
      for place in ground.frame.places(ofRow: row) where trail.basins[place] > 0 {
        let basin = Int(trail.basins[place]) - 1
        guard first[basin] == nil, raw.surface[place] == ground.surface[trail.roots[basin]],
          ground.surface[place] == raw.surface[place]
        else { continue }
        first[basin] = place
      }
    }
    return zip(first, trail.roots).map { $0 ?? $1 }
  }
}

extension Ground {
  /// Whether a cell is the lower of two: of equally low ones the first in the raster.
  @inline(__always)
  func isLower(_ place: Int, _ other: Int) -> Bool { (surface[place], place) < (surface[other], other) }
}

extension Frame {
  /// The number of a cell of the raster, row by row, that lies at a place.
  func cell(at place: Int) -> Int { row(of: place) * columns + place % stride - 1 }

  /// The place of a cell of the raster by its number.
  func place(ofCell cell: Int) -> Int { (cell / columns + 1) * stride + cell % columns + 1 }
}
