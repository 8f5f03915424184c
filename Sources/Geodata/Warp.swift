import CGDAL
package import Grids

/// How the value of a target cell is made from source cells.
package enum ResampleMethod: String, CaseIterable, Hashable, Sendable, Codable {
  /// The source cell under the target's centre (GDAL's `near`).
  case nearest
  /// Linear between the four source cells around the target's centre; where the target is coarser than the source by
  /// more than a twentieth, the same kernel widened to the target's cell.
  case bilinear
  /// Mean of the source cells under the target cell, each weighted by the share of it that lies there.
  ///
  /// Under the target cell is, for GDAL 3.6, what lies in the source's rows and columns between two opposite corners of
  /// it. Where the axes of the two grids are not parallel this is another area: longer, narrower, about as large.
  case average
  /// The most frequent value among the source cells under the target cell, in the same sense.
  case mode

  fileprivate var gdalName: String { self == .nearest ? "near" : rawValue }
}

/// `source` brought onto the cells of `target`.
///
/// Every target cell is transformed on its own (error threshold 0), in one thread. What GDAL would otherwise derive from
/// memory size is fixed: the working memory, and for `bilinear` the width of the kernel, from the number of target
/// cells in a source cell at the middle of the target frame, rounded to nine binary digits so that no last bit of a
/// projection's mathematics reaches it.
///
/// Cells without data take no part; the weights of the others are scaled up.
///
/// - Returns: A grid on `target`; NaN where no source cell with data lies.
package func warp(
  _ source: Grid<Float>, to target: GridGeometry, method: ResampleMethod
) throws(GDALError) -> Grid<Float> {
  try warp(source, to: target, method: method, megabytes: 256)
}

/// The share of each target cell that is covered by cells where `indicator` is 1, among those where it is 0 or 1; of the
/// area that `average` takes for the cell.
///
/// - Returns: 0 … 1; NaN where `indicator` has no data in the whole cell.
package func shareOfCell(_ indicator: Grid<Float>, to target: GridGeometry) throws(GDALError) -> Grid<Float> {
  try warp(indicator, to: target, method: .average)
}

/// The warp with a working memory of its own, which must not change a byte.
func warp(
  _ source: Grid<Float>, to target: GridGeometry, method: ResampleMethod, megabytes: Int
) throws(GDALError) -> Grid<Float> {
  try listening { (log) throws(GDALError) in
    let from = try DatasetHandle.holding(source, log)
    let blank = Grid<Float>(geometry: target, repeating: .nan)
    let onto = try DatasetHandle.holding(blank, log)
    var arguments = [
      "-r", method.gdalName, "-et", "0", "-wm", "\(megabytes)", "-ovr", "NONE", "-nomd",
      "-srcnodata", "nan", "-dstnodata", "nan", "-wo", "INIT_DEST=NO_DATA", "-wo", "NUM_THREADS=1",
      "-wo", "SAMPLE_GRID=YES",
    ]
    if method == .bilinear {
      let scale = try KernelScale(from: source.geometry, to: target, log)
      arguments += ["-wo", "XSCALE=\(scale.x)", "-wo", "YSCALE=\(scale.y)"]
    }
    let options = withStringList(arguments) { GDALWarpAppOptionsNew($0, nil) }
    defer { GDALWarpAppOptionsFree(options) }
    var sources: [GDALDatasetH?] = [from.raw]
    var misuse: Int32 = 0
    // Messages alone are no failure: the corners of a node-registered globe lie beyond the poles, and PROJ says so.
    guard GDALWarp(nil, onto.raw, 1, &sources, options, &misuse) != nil, misuse == 0 else {
      throw GDALError(
        target.crs, .noTransform(from: source.geometry.crs, to: target.crs, messages: log.reasons))
    }
    return Grid(geometry: target, cells: try onto.numbers(ofBand: 1, startingFrom: 0, log))
  }
}

/// How far the kernel of `bilinear` reaches from a target cell's centre, in source cells along each axis: one, or as many
/// as lie in a target cell where that is coarser.
///
/// As GDAL has it: where neither axis is coarser by more than a twentieth, both reach one cell.
package func bilinearReach(
  from source: GridGeometry, to target: GridGeometry
) throws(GDALError) -> (columns: Double, rows: Double) {
  let scale = try listening { (log) throws(GDALError) in try KernelScale(from: source, to: target, log) }
  if scale.x >= 0.95, scale.y >= 0.95 { return (1, 1) }
  return (max(1, 1 / scale.x), max(1, 1 / scale.y))
}

/// Target cells in a source cell, along each axis: one for equal cells, below one where the target is coarser.
private struct KernelScale {
  let x: Double
  let y: Double

  init(from source: GridGeometry, to target: GridGeometry, _ log: MessageLog) throws(GDALError) {
    let middle = MapPoint(x: (target.west + target.east) / 2, y: (target.south + target.north) / 2)
    let (right, up) = (target.cellWidth / 2, target.cellHeight / 2)
    let transformation = try CoordinateTransformation(from: target.crs, to: source.crs, log)
    let ends = transformation.apply(to: [
      MapPoint(x: middle.x - right, y: middle.y), MapPoint(x: middle.x + right, y: middle.y),
      MapPoint(x: middle.x, y: middle.y - up), MapPoint(x: middle.x, y: middle.y + up),
    ])
    guard let west = ends[0], let east = ends[1], let south = ends[2], let north = ends[3] else {
      throw GDALError(target.crs, .noTransform(from: target.crs, to: source.crs, messages: log.reasons))
    }
    x = 1 / Self.steady(Self.cells(of: source, from: west, to: east))
    y = 1 / Self.steady(Self.cells(of: source, from: south, to: north))
  }

  /// The way from one point to another, counted in cells.
  private static func cells(of grid: GridGeometry, from a: MapPoint, to b: MapPoint) -> Double {
    let (columns, rows) = ((b.x - a.x) / grid.cellWidth, (b.y - a.y) / grid.cellHeight)
    return (columns * columns + rows * rows).squareRoot()
  }

  private static func steady(_ ratio: Double) -> Double {
    Double(sign: .plus, exponent: ratio.exponent, significand: (ratio.significand * 256).rounded() / 256)
  }
}
