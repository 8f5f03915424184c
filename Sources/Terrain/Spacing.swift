package import Grids
import Statistics

/// The size of a cell on the ground, metres.
package struct CellSize: Hashable, BitwiseCopyable, Sendable {
  /// From a cell's centre to its eastern neighbour's.
  package let eastward: Double
  /// From a cell's centre to its northern neighbour's.
  package let northward: Double
  /// From a cell's centre to a corner neighbour's.
  package let diagonal: Double

  package init(eastward: Double, northward: Double) {
    self.eastward = eastward
    self.northward = northward
    self.diagonal = (eastward * eastward + northward * northward).squareRoot()
  }

  /// m².
  package var area: Double { eastward * northward }

  /// The side of a square of the same area: the length that stands for both sides where a rule asks for one.
  package var side: Double { area.squareRoot() }

  @inlinable package func distance(to neighbour: Neighbour) -> Double {
    switch neighbour {
    case .east, .west: eastward
    case .north, .south: northward
    case .northEast, .southEast, .southWest, .northWest: diagonal
    }
  }
}

/// The size of the cells of a grid on the ground, one a row, since on a geographic grid cells narrow towards the pole.
package struct Spacing: Hashable, Sendable {
  /// From the northernmost row on.
  package let rows: [CellSize]

  /// Cells of one size, for a grid in metres.
  package init(uniform size: CellSize, rows: Int) {
    self.rows = [CellSize](repeating: size, count: rows)
  }

  /// The spacing of a grid whose CRS counts in metres, or in units of `metresPerUnit` metres.
  ///
  /// The scale error of the projection itself is not undone.
  package init(projected geometry: GridGeometry, metresPerUnit: Double = 1) throws(SpacingError) {
    let size = CellSize(
      eastward: geometry.cellWidth * metresPerUnit, northward: geometry.cellHeight * metresPerUnit)
    guard size.eastward > 0, size.northward > 0, size.diagonal.isFinite else {
      throw SpacingError(geometry: geometry, problem: .notPositive)
    }
    self.init(uniform: size, rows: geometry.rows)
  }

  /// The spacing of a grid in degrees of longitude and latitude on WGS84, at the centre of each row:
  ///
  ///     eastward = N cos φ Δλ,    N = a / √(1 − e² sin² φ)
  ///     northward = M Δφ,         M = a (1 − e²) / (1 − e² sin² φ)^(3/2)
  ///
  /// The turn of the meridians within a 3 × 3 window is left out: below 2e−5 degrees of slope at 40° N.
  ///
  /// - Reference: Snyder (1987), USGS Professional Paper 1395, equations 4-18 to 4-21.
  package init(geographic geometry: GridGeometry) throws(SpacingError) {
    guard geometry.cellWidth > 0, geometry.cellHeight > 0, (geometry.cellWidth * geometry.cellHeight).isFinite else {
      throw SpacingError(geometry: geometry, problem: .notPositive)
    }
    var rows: [CellSize] = []
    rows.reserveCapacity(geometry.rows)
    for row in 0..<geometry.rows {
      let latitude = geometry.centre(of: CellIndex(row: row, column: 0)).y
      // The pole itself is a row of a node-registered globe, and there the east has no length.
      guard latitude.magnitude < 90 - 1e-9 else { throw SpacingError(geometry: geometry, problem: .beyondPole) }
      rows.append(
        Ellipsoid.wgs84.size(
          ofCellAt: latitude * .pi / 180, longitudes: geometry.cellWidth * .pi / 180,
          latitudes: geometry.cellHeight * .pi / 180))
    }
    self.rows = rows
  }
}

/// An ellipsoid of revolution.
private struct Ellipsoid {
  /// Equatorial radius, m.
  let radius: Double
  /// First eccentricity squared.
  let eccentricitySquared: Double

  static let wgs84 = {
    let flattening = 1 / 298.257223563
    return Ellipsoid(radius: 6_378_137, eccentricitySquared: flattening * (2 - flattening))
  }()

  /// The ground that a cell covers, from its latitude and its extent in radians.
  func size(ofCellAt latitude: Double, longitudes: Double, latitudes: Double) -> CellSize {
    let sine = Portable.sin(latitude)
    let w2 = 1 - eccentricitySquared * sine * sine
    let primeVertical = radius / w2.squareRoot()
    let meridian = radius * (1 - eccentricitySquared) / (w2 * w2.squareRoot())
    return CellSize(
      eastward: primeVertical * Portable.cos(latitude) * longitudes, northward: meridian * latitudes)
  }
}

/// Why cells of a grid have no size on the ground.
package struct SpacingError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    case notPositive
    case beyondPole
  }
  package var geometry: GridGeometry
  package var problem: Problem
}

extension SpacingError: CustomStringConvertible {
  package var description: String { "\(geometry.crs): error: \(what)\n  \(mend)" }

  private var what: String {
    switch problem {
    case .notPositive: "cells of \(geometry.cellWidth) by \(geometry.cellHeight) have no size on the ground"
    case .beyondPole:
      "rows from \(geometry.north) to \(geometry.south) degrees north, with their centres at or beyond a pole"
    }
  }

  private var mend: String {
    switch problem {
    case .notPositive: "Give the raster a geotransform with positive cell width and height."
    case .beyondPole: "Cut the raster to latitudes between -90 and 90, or declare its CRS if it is not in degrees."
    }
  }
}
