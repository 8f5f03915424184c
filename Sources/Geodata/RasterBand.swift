import CGDAL
package import Grids

/// One band of a raster file to be written: its name, unit and numbers, and the number that stands for no data.
package struct RasterBand: Sendable {
  /// The numbers in the type they are stored in, row by row from the north.
  package enum Numbers: Sendable, Hashable {
    case uint8([UInt8])
    case uint16([UInt16])
    case int16([Int16])
    case float32([Float])
    case float64([Double])
  }

  package let name: String
  /// UDUNITS notation.
  package let unit: String?
  package let geometry: GridGeometry
  package let numbers: Numbers
  /// NaN for floating point.
  package let nodata: Double?

  private init(_ name: String, _ unit: String?, _ geometry: GridGeometry, _ numbers: Numbers, nodata: Double?) {
    self.name = name
    self.unit = unit
    self.geometry = geometry
    self.numbers = numbers
    self.nodata = nodata
  }

  package init(_ name: String, _ grid: Grid<Float>, unit: String? = nil) {
    self.init(name, unit, grid.geometry, .float32(grid.cells), nodata: .nan)
  }

  package init(_ name: String, _ grid: Grid<Double>, unit: String? = nil) {
    self.init(name, unit, grid.geometry, .float64(grid.cells), nodata: .nan)
  }

  /// - Precondition: no cell holds the number `nodata`, which stands for `nil` in the file.
  package init(_ name: String, _ grid: ClassGrid, nodata: Int16 = .min) {
    self.init(
      name, nil, grid.geometry, .int16(Self.filled(grid.cells, with: nodata)), nodata: Double(nodata))
  }

  /// - Precondition: no cell holds the number `nodata`, which stands for `nil` in the file.
  package init(_ name: String, _ grid: Grid<UInt8?>, nodata: UInt8 = .max) {
    self.init(
      name, nil, grid.geometry, .uint8(Self.filled(grid.cells, with: nodata)), nodata: Double(nodata))
  }

  /// - Precondition: no cell holds the number `nodata`, which stands for `nil` in the file.
  package init(_ name: String, _ grid: Grid<UInt16?>, nodata: UInt16 = .max) {
    self.init(
      name, nil, grid.geometry, .uint16(Self.filled(grid.cells, with: nodata)), nodata: Double(nodata))
  }

  /// 1 where the mask is true, 0 elsewhere; every cell has data.
  package init(_ name: String, _ mask: Mask) {
    self.init(name, nil, mask.geometry, .uint8(mask.cells.map { $0 ? 1 : 0 }), nodata: nil)
  }

  private static func filled<Code: Equatable>(_ codes: [Code?], with nodata: Code) -> [Code] {
    codes.map { code in
      guard let code else { return nodata }
      precondition(code != nodata, "the code \(code) is also the mark of no data")
      return code
    }
  }

  var type: GDALDataType {
    switch numbers {
    case .uint8: UInt8.gdalType
    case .uint16: UInt16.gdalType
    case .int16: Int16.gdalType
    case .float32: Float.gdalType
    case .float64: Double.gdalType
    }
  }

  var isFloatingPoint: Bool {
    switch numbers {
    case .uint8, .uint16, .int16: false
    case .float32, .float64: true
    }
  }
}

/// What a class code means and how it is drawn.
package struct ClassStyle: Hashable, Sendable {
  package var code: UInt8
  package var name: String
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(code: UInt8, name: String, red: UInt8, green: UInt8, blue: UInt8) {
    self.code = code
    self.name = name
    self.red = red
    self.green = green
    self.blue = blue
  }
}
