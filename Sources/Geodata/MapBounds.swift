import CGDAL
package import Grids

/// The smallest axis-parallel rectangle around something, in units of a coordinate reference system.
package struct MapBounds: Hashable, Sendable, Codable {
  package var west: Double
  package var south: Double
  package var east: Double
  package var north: Double

  package init(west: Double, south: Double, east: Double, north: Double) {
    self.west = west
    self.south = south
    self.east = east
    self.north = north
  }

  /// The grid of square cells that covers these bounds, its edges on multiples of `snap`.
  ///
  /// - Parameters:
  ///   - cell: side of a cell, positive, in units of the CRS; `snap` is a whole multiple of it.
  package func frame(crs: String, cell: Double, snap: Double) -> GridGeometry {
    let (left, right) = ((west / snap).rounded(.down) * snap, (east / snap).rounded(.up) * snap)
    let (bottom, top) = ((south / snap).rounded(.down) * snap, (north / snap).rounded(.up) * snap)
    return GridGeometry(
      crs: crs, west: left, north: top, cellWidth: cell, cellHeight: cell,
      columns: Int(((right - left) / cell).rounded()), rows: Int(((top - bottom) / cell).rounded()))
  }
}

/// The longitudes and latitudes on WGS84 that a grid covers, edges included, in degrees.
///
/// The frame's sides are followed in a hundred steps, since a straight side on the map is a curve on the globe. Where
/// the grid crosses the antimeridian, `west` is greater than `east`.
package func geographicBounds(of geometry: GridGeometry) throws(GDALError) -> MapBounds {
  try listening { (log) throws(GDALError) in
    let transformation = try CoordinateTransformation(from: geometry.crs, to: "EPSG:4326", log)
    var bounds = MapBounds(west: 0, south: 0, east: 0, north: 0)
    let reached = OCTTransformBounds(
      transformation.raw, geometry.west, geometry.south, geometry.east, geometry.north, &bounds.west, &bounds.south,
      &bounds.east, &bounds.north, 100)
    guard reached != 0 else {
      throw GDALError(geometry.crs, .noTransform(from: geometry.crs, to: "EPSG:4326", messages: log.reasons))
    }
    return bounds
  }
}
