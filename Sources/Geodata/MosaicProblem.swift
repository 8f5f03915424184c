package import Grids

/// Why rasters cannot be read as one; said of a file, where another is named of the two.
package enum MosaicProblem: Hashable, Sendable {
  case noRasters
  /// A VRT refers to something that is not among the files declared.
  case undeclared(String)
  /// VRTs that are not all parts of one.
  case severalVirtual([String])
  /// A VRT does more than lay rasters side by side; what it does.
  case derived(String)
  /// A VRT in which the gaps between its parts look like heights of 0.
  case gaps
  case crs(found: String, other: String, otherPath: String)
  /// Width and height of the cells, in units of the CRS.
  case cellSize(found: [Double], other: [Double], otherPath: String)
  /// How many cells east and south of another raster's corner this one's lies: no whole numbers.
  case lattice(east: Double, south: Double, otherPath: String)
  case tooWide(columns: Double, rows: Double)
  /// Two heights at the centre of one cell.
  case disagreement(at: MapPoint, found: Double, other: Double, otherPath: String)

  var what: String {
    switch self {
    case .noRasters:
      "there is no raster"
    case .undeclared(let name):
      "the VRT refers to '\(name)', which is not among the files declared"
    case .severalVirtual(let names):
      "one VRT can be the raster, not each of \(names.map { "'\($0)'" }.joined(separator: ", "))"
    case .derived(let deed):
      "the VRT does more than lay rasters side by side: \(deed)"
    case .gaps:
      "the VRT has gaps between its rasters and no number for no data, so that they read as 0"
    case .crs(let found, let other, let path):
      "the coordinate reference system is \(found), that of '\(path)' is \(other)"
    case .cellSize(let found, let other, let path):
      "cells of \(found[0]) x \(found[1]), those of '\(path)' are of \(other[0]) x \(other[1])"
    case .lattice(let east, let south, let path):
      "the corner lies \(east) cells east and \(south) cells south of that of '\(path)', not whole cells"
    case .tooWide(let columns, let rows):
      "the rasters together span \(columns) x \(rows) cells"
    case .disagreement(let place, let found, let other, let path):
      "the height at (\(place.x), \(place.y)) is \(found), in '\(path)' it is \(other)"
    }
  }

  var mend: String {
    switch self {
    case .noRasters: "name a raster, or tiles of one"
    case .undeclared: "declare that file too, or build the VRT anew beside its tiles, so that it names them relatively"
    case .severalVirtual: "name one VRT, its tiles, and the VRTs that it is made of"
    case .derived: "write what it makes into a GeoTIFF with gdal_translate, and declare that"
    case .gaps: "build it with gdalbuildvrt -vrtnodata and a number that is no height, or declare its nodata"
    case .crs: "bring the tiles into one system first, for example with gdalwarp"
    case .cellSize, .lattice: "bring the tiles onto one grid first, for example with gdalwarp -tr -tap"
    case .tooWide: "check where the tiles lie; one of them may belong elsewhere"
    case .disagreement: "build one raster with gdalbuildvrt, in which the last file wins, and use that"
    }
  }
}
