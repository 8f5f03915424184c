import Grids
import Learning
import Manifests
import Statistics

/// The cells of the domain as rows of a mixed table, and those whose rows have gaps.
struct ZoningTable {
  /// The places of complete rows in the frame, ascending: the cells that make the zones.
  let offsets: [Int]
  /// The cells that lack a covariate, ascending. They are given a zone afterwards, by the covariates they have.
  private let incomplete: [Int]
  private let columns: [Column]
  private let classes: [[Float]]
  private let table: MixedTable<Float>
  private let settings: PrototypeSettings

  /// A numeric column on the scale in which rows are compared: (x − mean) / deviation · weight.
  private struct Column {
    var values: [Float]
    var scale: ColumnScale?
    var weight: Float

    func scaled(_ offsets: [Int]) -> [Float] {
      let own = offsets.map { values[$0] }
      return (scale?.standardised(own) ?? own).map { $0 * weight }
    }
  }

  /// Continuous columns are standardised over the complete rows as the manifest says; the two components of a circular
  /// covariate are weighted by 1/√2 so that together they count as one column.
  init(layers: [CovariateLayer], domain: Domain, _ specification: ZonesSpecification) throws {
    let cells = domain.cells
    let offsets = cells.filter { offset in layers.allSatisfy { $0.hasValue(at: offset) } }
    incomplete = cells.filter { offset in !layers.allSatisfy { $0.hasValue(at: offset) } }
    self.offsets = offsets
    columns = layers.filter { $0.form != .categorical }.flatMap { layer in
      layer.features.map { band in
        Column(
          values: band,
          scale: specification.standardise == .zscore ? ColumnScale(of: offsets.map { band[$0] }) : nil,
          weight: layer.form == .circular ? Float(0.5).squareRoot() : 1)
      }
    }
    classes = layers.filter { $0.form == .categorical }.map { $0.bands[0] }
    let continuous = columns.map { $0.scaled(offsets) }
    table = try MixedTable(
      continuous: continuous, categorical: classes.map { codes in offsets.map { Int16(codes[$0]) } })
    let gamma: Double
    switch specification.gamma {
    case .halfMeanDeviation: gamma = halfMeanDeviation(of: continuous)
    case .value(let value): gamma = value
    }
    settings = PrototypeSettings(
      clusters: specification.k, gamma: gamma, maximumPasses: specification.maximumPasses)
  }

  /// One run of k-prototypes from the start of this number.
  func partition(seed: UInt64, start: Int) throws -> PrototypePartition {
    try kPrototypes(table, settings, from: .drawn(seed: seed, number: start))
  }

  /// The cluster of every cell of the domain, and whether its row was complete.
  func labels(of partition: PrototypePartition, geometry: GridGeometry) -> (labels: ClassGrid, complete: ClassGrid) {
    var labels = ClassGrid(geometry: geometry, repeating: nil)
    var complete = ClassGrid(geometry: geometry, repeating: nil)
    for (row, offset) in offsets.enumerated() {
      labels.cells[offset] = Int16(partition.labels[row])
      complete.cells[offset] = 1
    }
    let numbers = columns.map { $0.scaled(incomplete) }
    for (row, offset) in incomplete.enumerated() {
      let cluster = partition.prototypes.nearest(
        numbers: numbers.map { Double($0[row]) },
        codes: classes.map { $0[offset].isNaN ? nil : Int16($0[offset]) }, gamma: settings.gamma)
      labels.cells[offset] = cluster.map { Int16($0) }
      complete.cells[offset] = 0
    }
    return (labels, complete)
  }
}
