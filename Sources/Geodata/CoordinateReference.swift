import CGDAL
package import Grids

/// A coordinate reference system whose text has been understood.
package struct CoordinateReference: Hashable, Sendable {
  /// As its owner spelled it.
  package let text: String
  /// True where the axes are longitude and latitude in degrees.
  package let isGeographic: Bool
  /// Metres in a unit of the axes; where they are degrees, on the ground along the equator.
  package let metresPerUnit: Double
  /// Semi-major axis of the ellipsoid, m.
  package let semiMajorAxis: Double
  /// Inverse flattening of the ellipsoid, dimensionless; 0 for a sphere.
  package let inverseFlattening: Double
  /// An authority's code where the system carries one, WKT on one line otherwise.
  package let canonicalText: String

  /// - Parameter text: An authority code (`EPSG:4326`), a PROJ string, WKT or PROJJSON.
  package init(_ text: String) throws(GDALError) {
    self = try listening { (log) throws(GDALError) in
      let reference = try SpatialReference(text, log)
      return CoordinateReference(
        text: text, isGeographic: reference.isGeographic, metresPerUnit: reference.metresPerUnit,
        semiMajorAxis: OSRGetSemiMajor(reference.raw, nil), inverseFlattening: OSRGetInvFlattening(reference.raw, nil),
        canonicalText: reference.canonicalText(log))
    }
  }

  private init(
    text: String, isGeographic: Bool, metresPerUnit: Double, semiMajorAxis: Double, inverseFlattening: Double,
    canonicalText: String
  ) {
    self.text = text
    self.isGeographic = isGeographic
    self.metresPerUnit = metresPerUnit
    self.semiMajorAxis = semiMajorAxis
    self.inverseFlattening = inverseFlattening
    self.canonicalText = canonicalText
  }
}

/// Whether two texts spell one coordinate reference system, whatever its name and the order of its axes.
package func isSameSystem(_ a: String, _ b: String) throws(GDALError) -> Bool {
  try listening { (log) throws(GDALError) in
    let first = try SpatialReference(a, log)
    return first.isSame(as: try SpatialReference(b, log))
  }
}

/// The same points in another coordinate reference system; x is always east or longitude.
///
/// - Returns: One entry a point, in order; `nil` where a point has no place in the target system.
package func transform(
  _ points: [MapPoint], from source: String, to target: String
) throws(GDALError) -> [MapPoint?] {
  try listening { (log) throws(GDALError) in
    try CoordinateTransformation(from: source, to: target, log).apply(to: points)
  }
}

/// The one owner of an OGR coordinate transformation.
struct CoordinateTransformation: ~Copyable {
  let raw: OGRCoordinateTransformationH

  deinit { OCTDestroyCoordinateTransformation(raw) }

  init(from source: String, to target: String, _ log: MessageLog) throws(GDALError) {
    let from = try SpatialReference(source, log)
    let to = try SpatialReference(target, log)
    guard let raw = OCTNewCoordinateTransformation(from.raw, to.raw) else {
      throw GDALError(source, .noTransform(from: source, to: target, messages: log.reasons))
    }
    self.raw = raw
  }

  func apply(to points: [MapPoint]) -> [MapPoint?] {
    var x = points.map(\.x)
    var y = points.map(\.y)
    var z = [Double](repeating: 0, count: points.count)
    var reached = [Int32](repeating: 0, count: points.count)
    OCTTransformEx(raw, Int32(points.count), &x, &y, &z, &reached)
    return points.indices.map {
      reached[$0] != 0 && x[$0].isFinite && y[$0].isFinite ? MapPoint(x: x[$0], y: y[$0]) : nil
    }
  }
}
