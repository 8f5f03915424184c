/// Where the cells of a raster lie relative to multiples of their spacing.
package enum Registration: String, CaseIterable, Hashable, Sendable, Codable {
  /// Edges on multiples of the spacing.
  case pixel
  /// Centres on multiples of the spacing ("grid-registered", "gridline registration").
  case node
}

/// What is known about a raster file that the file does not say, or says wrongly; checked against the file.
package struct RasterReading: Hashable, Sendable {
  /// Counted from 1.
  package var band: Int
  /// The variable of a file that holds several (netCDF).
  package var variable: String?
  /// Assigned when the file carries none; must agree with the file otherwise, unless `replacesCRS`.
  package var crs: String?
  package var replacesCRS: Bool
  /// The raw value that means no data; the file's own when `nil`.
  package var nodata: Double?
  /// value = raw · scale + offset
  package var scale: Double
  package var offset: Double
  package var registration: Registration?
  /// Range of the values after scaling; a value outside is an error.
  package var expected: ClosedRange<Double>?

  package init(
    band: Int = 1, variable: String? = nil, crs: String? = nil, replacesCRS: Bool = false, nodata: Double? = nil,
    scale: Double = 1, offset: Double = 0, registration: Registration? = nil, expected: ClosedRange<Double>? = nil
  ) {
    self.band = band
    self.variable = variable
    self.crs = crs
    self.replacesCRS = replacesCRS
    self.nodata = nodata
    self.scale = scale
    self.offset = offset
    self.registration = registration
    self.expected = expected
  }
}

/// What can be said of a raster file without reading its cells.
package struct RasterDescription: Hashable, Sendable {
  /// GDAL's short name of the format.
  package var format: String
  package var columns: Int
  package var rows: Int
  package var bands: Int
  /// Names of the bands; empty where a band has none.
  package var bandNames: [String]
  /// Variables of a file that holds several.
  package var variables: [String]
  /// `nil` where the file carries none.
  package var crs: String?
}
