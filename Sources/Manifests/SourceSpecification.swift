package struct SourceSpecification: Hashable, Sendable {
  package enum Access: String, CaseIterable, Hashable, Sendable {
    case url, doi, registration, request, printed, generated
  }
  package struct File: Hashable, Sendable {
    package var path: String
    package var url: String?
  }
  package struct RasterDeclaration: Hashable, Sendable {
    package enum Registration: String, CaseIterable, Hashable, Sendable { case pixel, node }
    package var unit: String?
    package var scale: Double
    package var offset: Double
    package var nodata: Double?
    /// Assigned when the file carries none; must agree with the file otherwise, unless `replacesCRS`.
    package var crs: String?
    package var replacesCRS: Bool
    /// Checked against the file: node-registered cells have their centres on multiples of the spacing.
    package var registration: Registration?
    /// NetCDF variable.
    package var variable: String?
    /// Valid range after scaling; a value outside is an error.
    package var expect: ClosedRange<Double>?
  }
  package struct VectorDeclaration: Hashable, Sendable {
    package var crs: String?
    package var layer: String?
  }
  package struct Citation: Hashable, Sendable {
    package var doi: String?
    package var text: String?
  }
  package struct Licence: Hashable, Sendable {
    package var id: String
    package var redistribute: Bool
    /// What is known of the terms where the identifier does not say it.
    package var note: String?
  }
  package var id: String
  package var title: String
  /// The first is the one to open and the others its companions (`.hdr`, `.dbf`), unless a covariate reduces them all to one.
  package var files: [File]
  package var raster: RasterDeclaration?
  package var vector: VectorDeclaration?
  package var access: Access
  /// For access other than `url` and `generated`: from whom, and the steps.
  package var obtainFrom: String?
  package var steps: [String]
  package var cite: Citation?
  package var licence: Licence?
  /// The years that its values stand for.
  package var period: ClosedRange<Int>?
  /// Where this source stands in for another one: what it replaces and why.
  package var substitutes: String?
}
