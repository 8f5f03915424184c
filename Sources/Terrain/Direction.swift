package import Grids
import Statistics

/// Directions as unit vectors, which unlike degrees on a circle can be averaged.
///
/// - Parameter directions: degrees clockwise from north; NaN for none.
/// - Returns: the sine (eastward part) and the cosine (northward part), NaN for none.
package func unitVectors(of directions: Grid<Double>) -> (sine: Grid<Double>, cosine: Grid<Double>) {
  let radians = directions.map { $0 * (.pi / 180) }
  return (radians.map { Portable.sin($0) }, radians.map { Portable.cos($0) })
}

/// The directions of vectors, 0 ..< 360 degrees clockwise from north.
///
/// - Precondition: both grids have one geometry.
/// - Returns: NaN where a part is missing and where the vectors that were averaged cancel, that is where their mean is
///   shorter than 1e−9.
package func directions(sine: Grid<Float>, cosine: Grid<Float>) -> Grid<Float> {
  precondition(sine.geometry == cosine.geometry, "parts on two frames")
  return Grid(
    geometry: sine.geometry,
    cells: zip(sine.cells, cosine.cells).map { east, north in
      direction(east: Double(east), north: Double(north)).map(nearestBelowCircle) ?? .nan
    })
}

/// The directions of vectors, 0 ..< 360 degrees clockwise from north; NaN where a part is missing and where they cancel,
/// that is where a vector is shorter than 1e−9.
///
/// - Precondition: both grids have one geometry.
func directions(east: Grid<Double>, north: Grid<Double>) -> Grid<Double> {
  precondition(east.geometry == north.geometry, "parts on two frames")
  return Grid(
    geometry: east.geometry, cells: zip(east.cells, north.cells).map { direction(east: $0, north: $1) ?? .nan })
}

/// The direction of a vector in degrees, 0 ..< 360; `nil` for one shorter than 1e−9 or without a part.
package func direction(east: Double, north: Double) -> Double? {
  let length = (north * north + east * east).squareRoot()
  return length >= 1e-9 ? degreesOnCircle(Portable.atan2(east, north)) : nil
}

/// In single precision the last half millionth of a degree before north rounds to 360, which is 0.
private func nearestBelowCircle(_ degrees: Double) -> Float {
  let rounded = Float(degrees)
  return rounded < 360 ? rounded : 0
}
