/// Something wrong with a geographic file, a coordinate system or a request for one: what, where, and how to mend it.
package struct GDALError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    /// There is no such file.
    case missing
    /// GDAL refused, in its own words.
    case unreadable(operation: String, messages: [String])
    case noCRS
    case crsDiffers(found: String, declared: String)
    /// The text names no coordinate reference system.
    case unknownCRS(messages: [String])
    /// Points that have no place in the target system.
    case noTransform(from: String, to: String, messages: [String])
    case noGeoreference
    case rotated
    case noSuchBand(Int, count: Int)
    case noSuchVariable(String?, available: [String])
    case unsupportedCells(String)
    case tooLarge(columns: Int, rows: Int)
    case registration(declared: Registration, found: Registration?, spacing: Double, west: Double, north: Double)
    case scaling(foundScale: Double, foundOffset: Double, declaredScale: Double, declaredOffset: Double)
    case outsideExpectation(count: Int, of: Int, least: Double, greatest: Double, expected: ClosedRange<Double>)
    case notClasses(count: Int, example: Double)
    case noSuchLayer(String?, available: [String])
    case noSuchColumn(String, available: [String])
    case noMatch(column: String, value: String, present: [String])
    case noShapes
    /// A shape that is a point or a line.
    case notAreas(String)
    /// Rasters that make no whole.
    case mosaic(MosaicProblem)
    /// The folder or the file cannot be made, with the system's reason.
    case cannotCreate(reason: String)
    /// The bytes did not reach the disk, with the system's reason.
    case cannotWrite(reason: String)
    /// GDAL could not do what it always can with sound input.
    case failed(operation: String, messages: [String])
  }

  /// The file, or the text of the coordinate system.
  package var place: String
  package var problem: Problem

  package init(_ place: String, _ problem: Problem) {
    self.place = place
    self.problem = problem
  }

  /// The kind of failure, as sysexits has it.
  package var exitCode: Int32 {
    switch problem {
    case .missing: 66
    case .failed: 70
    case .cannotCreate: 73
    case .cannotWrite: 74
    default: 65
    }
  }
}

extension GDALError: CustomStringConvertible {
  package var description: String { "\(place): error: \(what)\n  \(mend)" }

  private var what: String {
    switch problem {
    case .missing:
      "no such file"
    case .unreadable(let operation, let messages), .failed(let operation, let messages):
      "cannot \(operation): \(Self.joined(messages))"
    case .noCRS:
      "the file carries no coordinate reference system and none is declared"
    case .crsDiffers(let found, let declared):
      "the file's coordinate reference system is \(found), declared is \(declared)"
    case .unknownCRS(let messages):
      "not a coordinate reference system: \(Self.joined(messages))"
    case .noTransform(let source, let target, let messages):
      "cannot transform from \(source) to \(target): \(Self.joined(messages))"
    case .noGeoreference:
      "the raster does not say where it lies"
    case .rotated:
      "the raster's rows do not run from west to east"
    case .noSuchBand(let band, let count):
      "no band \(band); the raster has \(count)"
    case .noSuchVariable(let name?, let available):
      "no variable '\(name)'; the file has \(Self.listed(available))"
    case .noSuchVariable(nil, let available):
      "the file has several variables: \(Self.listed(available))"
    case .unsupportedCells(let type):
      "cells of type \(type) are not single numbers"
    case .tooLarge(let columns, let rows):
      "a raster of \(columns) x \(rows) cells does not fit into memory"
    case .registration(let declared, let found, let spacing, let west, let north):
      "declared \(declared.rawValue)-registered, but "
        + (found.map { "the file is \($0.rawValue)-registered" } ?? "neither edges nor centres lie on multiples")
        + " (cells of \(spacing), western edge \(west), northern edge \(north))"
    case .scaling(let foundScale, let foundOffset, let scale, let offset):
      "the file scales its values by \(foundScale) and adds \(foundOffset); declared are \(scale) and \(offset)"
    case .outsideExpectation(let count, let all, let least, let greatest, let expected):
      "\(count) of \(all) values lie outside \(expected.lowerBound) to \(expected.upperBound); "
        + "the values run from \(least) to \(greatest)"
    case .notClasses(let count, let example):
      "\(count) cells hold no class code, such as \(example)"
    case .noSuchLayer(let name?, let available):
      "no layer '\(name)'; the file has \(Self.listed(available))"
    case .noSuchLayer(nil, let available):
      "the file has not one layer but \(Self.listed(available))"
    case .noSuchColumn(let name, let available):
      "no column '\(name)'; the layer has \(Self.listed(available))"
    case .noMatch(let column, let value, let present):
      "no shape with \(column) = '\(value)'; there are \(Self.listed(present))"
    case .noShapes:
      "the layer holds no shape"
    case .notAreas(let form):
      "a shape of the form \(form) has no area"
    case .mosaic(let problem):
      problem.what
    case .cannotCreate(let reason):
      "cannot create: \(reason)"
    case .cannotWrite(let reason):
      "cannot write: \(reason)"
    }
  }

  private var mend: String {
    switch problem {
    case .missing: "check the path, or fetch the source"
    case .unreadable: "the file is damaged, incomplete, or in none of the formats read here: \(readableFormats)"
    case .noCRS: "declare its crs, for example EPSG:4326"
    case .crsDiffers: "correct the declared crs, or set replaces-crs when the file is wrong"
    case .unknownCRS: "write an authority code (EPSG:4326), a PROJ string (+proj=...) or WKT"
    case .noTransform: "check that the data lie where both systems are defined"
    case .noGeoreference: "use a file with a geotransform or a world file"
    case .rotated: "bring it onto an axis-parallel grid first, for example with gdalwarp"
    case .noSuchBand: "bands count from 1"
    case .noSuchVariable: "declare one of these as variable"
    case .unsupportedCells: "convert it to integers or floating point first"
    case .tooLarge: "cut it to the area that is needed"
    case .registration:
      "correct the declared registration: pixel has edges, node has centres, on multiples of the spacing"
    case .scaling: "declare the file's own scale and offset"
    case .outsideExpectation: "check unit, scale, offset and nodata, or correct the expected range"
    case .notClasses: "class codes are whole numbers from -32768 to 32767; check nodata, or read it as continuous"
    case .noSuchLayer: "declare one of these as layer"
    case .noSuchColumn: "name one of these"
    case .noMatch: "name one of these values"
    case .noShapes, .notAreas: "check that the file is the one meant; polygons are wanted"
    case .mosaic(let problem): problem.mend
    case .cannotCreate: "check that the folder exists and may be written to"
    case .cannotWrite: "make room on the disk and run again"
    case .failed: "this should not happen with sound input; please report it"
    }
  }

  private static func joined(_ messages: [String]) -> String {
    messages.isEmpty ? "no reason was given" : messages.joined(separator: "; ")
  }

  private static func listed(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
