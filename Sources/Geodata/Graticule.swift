package import Grids

/// A meridian or a parallel of WGS84, as it runs over a map.
package struct GraticuleLine: Hashable, Sendable {
  package var isMeridian: Bool
  /// Longitude or latitude, degrees; east and north positive.
  package var degrees: Double
  /// From south to north, or from west to east, in the map's coordinates.
  package var points: [MapPoint]

  /// Such as `90° E`, with the decimals the number has.
  package var label: String {
    let size = degrees.magnitude
    let number = size == size.rounded() ? "\(Int(size))" : "\(size)"
    if degrees == 0 { return "0°" }
    return "\(number)° \(isMeridian ? (degrees > 0 ? "E" : "W") : (degrees > 0 ? "N" : "S"))"
  }
}

/// The meridians and parallels on multiples of `step` that cross a grid.
///
/// - Parameter step: degrees, positive.
package func graticule(over geometry: GridGeometry, every step: Double) throws(GDALError) -> [GraticuleLine] {
  let bounds = try geographicBounds(of: geometry)
  var lines: [GraticuleLine] = []
  for isMeridian in [true, false] {
    let (first, last) = isMeridian ? (bounds.west, bounds.east) : (bounds.south, bounds.north)
    let (start, end) = isMeridian ? (bounds.south, bounds.north) : (bounds.west, bounds.east)
    for degrees in multiples(of: step, from: first, to: last) {
      let places = (0...200).map { piece -> MapPoint in
        let along = start + Double(piece) / 200 * (end - start)
        return isMeridian ? MapPoint(x: degrees, y: along) : MapPoint(x: along, y: degrees)
      }
      let points = try transform(places, from: "EPSG:4326", to: geometry.crs).compactMap { $0 }
      lines.append(GraticuleLine(isMeridian: isMeridian, degrees: degrees, points: points))
    }
  }
  return lines
}

private func multiples(of step: Double, from first: Double, to last: Double) -> [Double] {
  let (low, high) = ((first / step).rounded(.up), (last / step).rounded(.down))
  return low > high ? [] : (0...Int(high - low)).map { (low + Double($0)) * step }
}
