package import Grids

/// Attributes of fine cells brought to a coarse grid while they are derived.
///
/// Aspect, which goes round a circle, is carried as northness and eastness and becomes the direction of their means.
package struct AttributeAggregation {
  /// The attributes in which a strip's layers must come.
  package let layers: [TerrainAttribute]
  private let attributes: [TerrainAttribute]
  private var aggregation: Aggregation

  /// - Parameters:
  ///   - rule: of all attributes but aspect, which is averaged whatever it is; not the vector mean.
  ///   - minimumShare: least share of a coarse cell's fine cells that must have a value, 0 ... 1.
  package init(
    _ attributes: [TerrainAttribute], by rule: AggregationRule = .mean, to assignment: any CellAssignment,
    minimumShare: Double = 0.5
  ) {
    self.attributes = attributes
    let vectors: [TerrainAttribute] = [.northness, .eastness]
    let plain = attributes.filter { $0 != .aspect }
    let layers = plain + (attributes.contains(.aspect) ? vectors : [])
    self.layers = layers
    aggregation = Aggregation(
      layers.indices.map { .init($0, $0 < plain.count ? rule : .mean) }, by: assignment, minimumShare: minimumShare)
  }

  /// Takes rows in, from north to south; coarse rows that no later row reaches are finished.
  package mutating func add<Number: SurfaceNumber>(_ strip: LayerStrip<Number>, threads: Int = 1) {
    precondition(strip.layers == layers.count, "another number of layers")
    aggregation.add(northernmost: strip, threads: threads)
  }

  /// A grid for each attribute.
  package mutating func finish() -> [TerrainAttribute: Grid<Double>] {
    let grids = aggregation.finish()
    var found: [TerrainAttribute: Grid<Double>] = [:]
    for attribute in attributes {
      if let place = layers.firstIndex(of: attribute) { found[attribute] = grids[place] }
    }
    if attributes.contains(.aspect), let east = grids.last, let north = grids.dropLast().last {
      found[.aspect] = directions(east: east, north: north)
    }
    return found
  }
}
