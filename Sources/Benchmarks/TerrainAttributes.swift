import Geodata
import Grids
import Terrain

extension Benchmark {
  /// A degree of whole metres at one arc-second: slope, aspect, Laplacian, three curvatures and ruggedness in one pass, in
  /// single precision, brought to cells of thirty arc-seconds on the way; one thread.
  static var terrainLocal: Benchmark {
    aggregation("terrain-local", ofGround) {
      inMemory(PlateauRelief.heightsOfDegree())
    }
  }

  /// Wetness and transport of the same ground, whose catchments are given.
  static var terrainLocalWater: Benchmark {
    aggregation("terrain-local-water", [.wetness, .transport]) { inMemory(PlateauRelief.heightsOfDegree()) }
  }

  private static let ofGround: [TerrainAttribute] = [
    .slope, .aspect, .laplacian, .profileCurvature, .planCurvature, .tangentialCurvature, .ruggedness,
  ]

  private static func inMemory(_ heights: [Int16]) -> () -> Heights {
    {
      { row, columns, out in
        heights.withUnsafeBufferPointer { heights in
          let first = row * PlateauRelief.cellsInDegree + columns.lowerBound
          for index in 0..<columns.count { out[index] = Float(heights[first &+ index]) }
        }
      }
    }
  }

  /// The same from a file with blocks of 512 x 512 cells, DEFLATE and predictor 2, which is opened and decompressed each
  /// time.
  static var terrainLocalFile: Benchmark {
    aggregation("terrain-local-file", ofGround) {
      let folder = try TemporaryFolder()
      let path = "\(folder.path)/degree.tif"
      try PlateauRelief.writeDegree(to: path, on: PlateauRelief.degree)
      return {
        let file = try RasterRows<Float>(RasterMosaic([path]))
        return { row, columns, out in
          try file.read(row, columns: columns, into: out)
          withExtendedLifetime(folder) {}
        }
      }
    }
  }

  /// Hands on a row of heights.
  private typealias Heights = (_ row: Int, _ columns: Range<Int>, _ out: UnsafeMutableBufferPointer<Float>) throws ->
    Void

  /// - Parameter prepare: makes the heights, and hands back what opens them anew each time.
  private static func aggregation(
    _ name: String, _ attributes: [TerrainAttribute], prepare: @escaping () throws -> () throws -> Heights
  ) -> Benchmark {
    let side = PlateauRelief.cellsInDegree
    return Benchmark(name, ("cells", side * side), repeats: 3) {
      let open = try prepare()
      let fine = PlateauRelief.degree
      var coarse = fine
      (coarse.cellWidth, coarse.cellHeight) = (30 * fine.cellWidth, 30 * fine.cellHeight)
      (coarse.columns, coarse.rows) = (side / 30, side / 30)
      let spacing = try Spacing(geographic: fine)
      let follows = attributes.contains { !$0.isLocal }
      return {
        var product = AttributeAggregation(
          attributes, to: try AlignedCells(.nested, of: fine, in: coarse, weightedBy: spacing))
        let pass = TerrainPass<Float>(product.layers, columns: side, spacing: spacing)
        let heights = try open()
        try pass.run(
          heights: heights,
          // Of every size from one cell to the whole degree.
          catchment: follows
            ? { row, columns, out in
              for (index, column) in columns.enumerated() { out[index] = 30 * Double(1 + row * column) }
            }
            : nil,
          deliver: { product.add($0) })
        let means = product.finish().map { ($0.key.rawValue, largestInTheMiddle(of: $0.value)) }
        return Outcome(parts: ("cell", side * side), result: Dictionary(uniqueKeysWithValues: means))
      }
    }
  }

  /// Six attributes of the 3 x 3 window of four million cells, in memory and in double precision, one thread.
  static var terrainLocalDouble: Benchmark {
    derivation(
      "terrain-local-double", [.slope, .aspect, .generalCurvature, .profileCurvature, .planCurvature, .ruggedness])
  }

  private static func derivation(_ name: String, _ attributes: Set<TerrainAttribute>) -> Benchmark {
    Benchmark(name, ("cells", SyntheticRelief.side * SyntheticRelief.side), repeats: 3) {
      let heights = SyntheticRelief().heights
      let spacing = try Spacing(projected: heights.geometry)
      return {
        let derived = derive(attributes, from: heights, spacing: spacing)
        let largest = derived.map { ($0.key.rawValue, largestInTheMiddle(of: $0.value)) }
        return Outcome(parts: ("cell", heights.geometry.count), result: Dictionary(uniqueKeysWithValues: largest))
      }
    }
  }
}

extension PlateauRelief {
  /// Writes the heights of `degree` as a compressed GeoTIFF, on that or on another frame of its size.
  static func writeDegree(to path: String, on geometry: GridGeometry) throws {
    let cells = ClassGrid(geometry: geometry, cells: heightsOfDegree().map { $0 })
    try writeCOG(
      [RasterBand("elevation", cells)], profile: CloudProfile(deflateLevel: 6, overviews: .average), to: path)
  }
}

/// The largest value in the middle row.
private func largestInTheMiddle(of grid: Grid<Double>) -> Double {
  let first = grid.geometry.offset(of: CellIndex(row: grid.geometry.rows / 2, column: 0))
  return grid.cells[first..<first + grid.geometry.columns].filter { !$0.isNaN }.max() ?? 0
}
