import CGDAL

/// The one owner of an OGR spatial reference; x is always east or longitude.
struct SpatialReference: ~Copyable {
  let raw: OGRSpatialReferenceH

  private init(owning raw: OGRSpatialReferenceH) {
    self.raw = raw
    OSRSetAxisMappingStrategy(raw, OAMS_TRADITIONAL_GIS_ORDER)
  }

  deinit { OSRDestroySpatialReference(raw) }

  /// Reads an authority code (`EPSG:4326`), a PROJ string, WKT or PROJJSON.
  ///
  /// Nothing else that GDAL would take: it also reads files and asks servers.
  init(_ text: String, _ log: MessageLog) throws(GDALError) {
    let parts = text.split(separator: ":", maxSplits: 1)
    let isCode =
      parts.count == 2 && parts[0].allSatisfy(\.isLetter) && parts[1].allSatisfy { $0.isLetter || $0.isNumber }
    guard isCode || text.contains("+proj") || text.contains("[") || text.hasPrefix("{") else {
      throw GDALError(text, .unknownCRS(messages: ["its form is not known"]))
    }
    // OSRNewSpatialReference returns nil only when memory is exhausted.
    guard let raw = OSRNewSpatialReference(nil) else { preconditionFailure("no memory for a spatial reference") }
    guard OSRSetFromUserInput(raw, text) == OGRERR_NONE else {
      OSRDestroySpatialReference(raw)
      throw GDALError(text, .unknownCRS(messages: log.reasons))
    }
    self.init(owning: raw)
  }

  /// A copy of what a dataset or layer lends; `nil` where it has none.
  init?(copying borrowed: OGRSpatialReferenceH?) {
    guard let borrowed, let raw = OSRClone(borrowed) else { return nil }
    self.init(owning: raw)
  }

  var isGeographic: Bool { OSRIsGeographic(raw) != 0 }

  /// Metres in a unit of the axes, on the ground at the equator where they are degrees.
  var metresPerUnit: Double {
    isGeographic ? OSRGetAngularUnits(raw, nil) * OSRGetSemiMajor(raw, nil) : OSRGetLinearUnits(raw, nil)
  }

  /// Whether both describe one system, whatever its name and the order of its axes.
  func isSame(as other: borrowing SpatialReference) -> Bool {
    let options = ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS"]
    return withStringList(options) { list in
      UnsafeRawPointer(list).map {
        OSRIsSameEx(raw, other.raw, $0.assumingMemoryBound(to: UnsafePointer<CChar>?.self)) != 0
      } ?? false
    }
  }

  /// `EPSG:4326` where the system carries an authority's code that means the same, WKT on one line otherwise.
  func canonicalText(_ log: MessageLog) -> String {
    if let code = authorityCode(log) { return code }
    var text: UnsafeMutablePointer<CChar>?
    let written = withStringList(["FORMAT=WKT2_2019", "MULTILINE=NO"]) { list in
      UnsafeRawPointer(list).map {
        OSRExportToWktEx(raw, &text, $0.assumingMemoryBound(to: UnsafePointer<CChar>?.self))
      } ?? OGRERR_FAILURE
    }
    defer { VSIFree(text) }
    guard written == OGRERR_NONE, let text else { return name }
    return String(cString: text)
  }

  /// A short text for people: the authority's code, or else the name and the PROJ string.
  func label(_ log: MessageLog) -> String {
    if let code = authorityCode(log) { return code }
    var text: UnsafeMutablePointer<CChar>?
    defer { VSIFree(text) }
    guard OSRExportToProj4(raw, &text) == OGRERR_NONE, let text else { return "'\(name)'" }
    return "'\(name)' (\(String(cString: text)))"
  }

  private var name: String { OSRGetName(raw).map { String(cString: $0) } ?? "unnamed" }

  private func authorityCode(_ log: MessageLog) -> String? {
    guard let authority = OSRGetAuthorityName(raw, nil), let code = OSRGetAuthorityCode(raw, nil) else { return nil }
    let text = "\(String(cString: authority)):\(String(cString: code))"
    guard let known = try? SpatialReference(text, log), known.isSame(as: self) else { return nil }
    return text
  }
}

/// The system a layer or raster is taken to be in, and how its owner spelled it.
///
/// The file's own and the declared one must agree, unless the declaration says that the file is wrong.
func agreedReference(
  file: borrowing SpatialReference?, declared: String?, replacesCRS: Bool, path: String, _ log: MessageLog
) throws(GDALError) -> String {
  guard let declared else {
    switch file {
    case .some(let file): return file.canonicalText(log)
    case .none: throw GDALError(path, .noCRS)
    }
  }
  let wanted = try SpatialReference(declared, log)
  switch file {
  case .some(let file) where !replacesCRS && !file.isSame(as: wanted):
    throw GDALError(path, .crsDiffers(found: file.label(log), declared: declared))
  default:
    return declared
  }
}
