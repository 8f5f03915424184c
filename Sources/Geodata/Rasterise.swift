import CGDAL
package import Grids

/// Which cells a shape takes.
package enum CoverRule: String, CaseIterable, Hashable, Sendable, Codable {
  /// Those whose centre lies inside.
  case centreInside = "centre-inside"
  /// Those that the shape touches anywhere.
  case allTouched = "all-touched"
}

/// The cells of `geometry` that the polygons of a vector file take; overlapping polygons count as one.
///
/// Edges are cut into pieces no longer than a cell before they are transformed; over 10 km such a piece leaves the
/// true curve by a metre or two.
package func rasterise(
  _ path: String, _ reading: VectorReading = VectorReading(), onto geometry: GridGeometry, rule: CoverRule
) throws(GDALError) -> Mask {
  try listening { (log) throws(GDALError) in
    let target = try SpatialReference(geometry.crs, log)
    let step = min(geometry.cellWidth, geometry.cellHeight) * target.metresPerUnit
    let shapes = try Shapes(path, reading, in: geometry.crs, step: step, log)
    for shape in shapes.raw where OGR_G_GetDimension(shape) != 2 {
      throw GDALError(path, .notAreas(String(cString: OGR_G_GetGeometryName(shape))))
    }
    let raster = try DatasetHandle(inMemory: GDT_Byte, bands: 1, on: geometry, log)
    var bands: [Int32] = [1]
    let ones = [Double](repeating: 1, count: shapes.raw.count)
    let outcome = withStringList(rule == .allTouched ? ["ALL_TOUCHED=TRUE"] : []) { options in
      GDALRasterizeGeometries(
        raster.raw, 1, &bands, Int32(shapes.raw.count), shapes.raw, nil, nil, ones, options, nil, nil)
    }
    guard outcome == CE_None else { throw GDALError(path, .failed(operation: "rasterise", messages: log.reasons)) }
    let burnt: [UInt8] = try raster.numbers(ofBand: 1, startingFrom: 0, log)
    return Mask(geometry: geometry, cells: burnt.map { $0 != 0 })
  }
}
