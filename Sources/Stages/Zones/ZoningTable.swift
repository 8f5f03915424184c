import Grids
import Learning
import Manifests

/// The cells of the domain as rows of a mixed table, and those whose rows have gaps.
struct ZoningTable {
  private let cells: ZoningCells
  private let gaps: (numbers: [[Float]], classes: [[Float]])
  private let settings: PrototypeSettings
  let rows: MixedTable<Float>

  init(_ cells: ZoningCells, _ columns: ZoningColumns, _ specification: ZonesSpecification) throws {
    self.cells = cells
    settings = columns.settings(specification, k: specification.k)
    var continuous: [[Float]] = []
    var classes: [[Int16]] = []
    var gaps: (numbers: [[Float]], classes: [[Float]]) = ([], [])
    try cells.forEachColumn { covariate, complete, incomplete in
      if covariate.form == .categorical {
        classes.append(complete.map { Int16($0) })
        gaps.classes.append(incomplete)
      } else {
        let column = continuous.count
        continuous.append(columns.comparable(complete, column: column, specification.standardise))
        gaps.numbers.append(columns.comparable(incomplete, column: column, specification.standardise))
      }
    }
    rows = try MixedTable(continuous: continuous, categorical: classes)
    self.gaps = gaps
  }

  /// Goes on over all complete cells from where a run over a sample of them came to.
  func partition(from prototypes: Prototypes) throws -> PrototypePartition {
    try kPrototypes(rows, settings, from: .prototypes(prototypes))
  }

  func quality(of partition: PrototypePartition, sample: Int?, seed: UInt64) throws -> ZoneQuality {
    try zoneQuality(of: partition, in: rows, gamma: settings.gamma, sample: sample, seed: seed)
  }

  /// The cluster of every cell of the domain, and whether its row was complete.
  func labels(of partition: PrototypePartition) -> (labels: ClassGrid, complete: ClassGrid) {
    var labels = ClassGrid(geometry: cells.geometry, repeating: nil)
    var complete = labels
    for (row, offset) in cells.complete.enumerated() {
      labels.cells[offset] = Int16(partition.labels[row])
      complete.cells[offset] = 1
    }
    for (row, offset) in cells.incomplete.enumerated() {
      let cluster = partition.prototypes.nearest(
        numbers: gaps.numbers.map { Double($0[row]) },
        codes: gaps.classes.map { $0[row].isNaN ? nil : Int16($0[row]) }, gamma: settings.gamma)
      labels.cells[offset] = cluster.map { Int16($0) }
      complete.cells[offset] = 0
    }
    return (labels, complete)
  }
}
