import CGDAL

/// Which shapes of a vector file are meant, and what is known about them that the file does not say.
package struct VectorReading: Hashable, Sendable {
  /// The layer's name; may be left out where the file has one layer.
  package var layer: String?
  /// Assigned when the layer carries none; must agree with it otherwise, unless `replacesCRS`.
  package var crs: String?
  package var replacesCRS: Bool
  /// Only shapes whose `column` reads `value`; all of them when `nil`.
  package var filter: Filter?

  package struct Filter: Hashable, Sendable {
    package var column: String
    package var value: String

    package init(column: String, value: String) {
      self.column = column
      self.value = value
    }
  }

  package init(layer: String? = nil, crs: String? = nil, replacesCRS: Bool = false, filter: Filter? = nil) {
    self.layer = layer
    self.crs = crs
    self.replacesCRS = replacesCRS
    self.filter = filter
  }
}

/// The extent of the shapes in a vector file, in units of `crs`.
///
/// - Parameter step: the longest straight piece, in metres, into which edges are cut before they are transformed.
package func vectorBounds(
  _ path: String, _ reading: VectorReading = VectorReading(), in crs: String, step: Double = 10_000
) throws(GDALError) -> MapBounds {
  try listening { (log) throws(GDALError) in
    let shapes = try Shapes(path, reading, in: crs, step: step, log)
    var bounds = MapBounds(west: .infinity, south: .infinity, east: -.infinity, north: -.infinity)
    for shape in shapes.raw {
      var envelope = OGREnvelope()
      OGR_G_GetEnvelope(shape, &envelope)
      bounds.west = min(bounds.west, envelope.MinX)
      bounds.south = min(bounds.south, envelope.MinY)
      bounds.east = max(bounds.east, envelope.MaxX)
      bounds.north = max(bounds.north, envelope.MaxY)
    }
    return bounds
  }
}

/// The shapes of a layer in another coordinate reference system. Their one owner.
///
/// An edge is straight in the system its layer was drawn in, so it is cut into short pieces there before it is
/// transformed: a parallel of 300 km that is drawn as one edge would otherwise miss its place by more than a kilometre.
final class Shapes {
  private(set) var raw: [OGRGeometryH?] = []

  deinit { raw.forEach { OGR_G_DestroyGeometry($0) } }

  init(_ path: String, _ reading: VectorReading, in target: String, step: Double, _ log: MessageLog) throws(GDALError) {
    let dataset = try DatasetHandle(reading: openableName(of: path), of: path, .vector, log)
    let layer = try Self.layer(of: dataset, named: reading.layer, path)
    let source = try agreedReference(
      file: SpatialReference(copying: OGR_L_GetSpatialRef(layer)), declared: reading.crs,
      replacesCRS: reading.replacesCRS, path: path, log)
    let from = try SpatialReference(source, log)
    let to = try SpatialReference(target, log)
    let transformation = from.isSame(as: to) ? nil : try CoordinateTransformation(from: source, to: target, log)
    let selection = try Selection(reading.filter, of: layer, path)
    var passedOver = Set<String>()
    OGR_L_ResetReading(layer)
    while let feature = OGR_L_GetNextFeature(layer) {
      defer { OGR_F_Destroy(feature) }
      if let other = selection.valueOfOther(feature) {
        passedOver.insert(other)
        continue
      }
      guard let shape = OGR_F_StealGeometry(feature) else { continue }
      raw.append(shape)
      switch transformation {
      case .none: continue
      case .some(let transformation):
        OGR_G_Segmentize(shape, step / from.metresPerUnit)
        guard OGR_G_Transform(shape, transformation.raw) == OGRERR_NONE else {
          throw GDALError(path, .noTransform(from: source, to: target, messages: log.reasons))
        }
      }
    }
    guard log.failures.isEmpty else {
      throw GDALError(path, .unreadable(operation: "read its shapes", messages: log.reasons))
    }
    if raw.isEmpty, let filter = reading.filter {
      throw GDALError(path, .noMatch(column: filter.column, value: filter.value, present: passedOver.sorted()))
    }
    guard !raw.isEmpty else { throw GDALError(path, .noShapes) }
  }

  private static func layer(
    of dataset: borrowing DatasetHandle, named name: String?, _ path: String
  ) throws(GDALError) -> OGRLayerH {
    let raw = dataset.raw
    let layers = (0..<GDALDatasetGetLayerCount(raw)).compactMap { GDALDatasetGetLayer(raw, $0) }
    let names = layers.map { String(cString: OGR_L_GetName($0)) }
    let found = name.map { name in names.indices.filter { names[$0] == name } } ?? Array(names.indices)
    guard found.count == 1 else { throw GDALError(path, .noSuchLayer(name, available: names)) }
    return layers[found[0]]
  }
}

/// A filter whose column has been found in a layer.
private struct Selection {
  private let column: Int32
  private let value: String?

  init(_ filter: VectorReading.Filter?, of layer: OGRLayerH, _ path: String) throws(GDALError) {
    guard let filter else {
      column = -1
      value = nil
      return
    }
    let definition = OGR_L_GetLayerDefn(layer)
    let names = (0..<OGR_FD_GetFieldCount(definition)).map {
      String(cString: OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, $0)))
    }
    guard let place = names.firstIndex(of: filter.column) else {
      throw GDALError(path, .noSuchColumn(filter.column, available: names))
    }
    column = Int32(place)
    value = filter.value
  }

  /// What the column of a shape reads that the filter does not want; `nil` for a shape that is wanted.
  func valueOfOther(_ feature: OGRFeatureH) -> String? {
    guard let value else { return nil }
    let found = String(cString: OGR_F_GetFieldAsString(feature, column))
    return found == value ? nil : found
  }
}
