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
    var incomplete: [[Float]] = []
    let whole = try columns.comparable(specification.standardise) { take in
      try cells.forEachColumn { _, complete, gappy in
        try take(complete)
        incomplete.append(gappy)
      }
    }
    rows = try MixedTable(continuous: whole.numbers, categorical: whole.classes.map { $0.map { Int16($0) } })
    gaps = try columns.comparable(specification.standardise) { take in try incomplete.forEach(take) }
  }

  /// Goes on over all complete cells from where runs over a sample of them came to, and keeps the cheapest.
  ///
  /// - Parameter starts: at least one, the likeliest first; of equals the earlier is kept.
  /// - Returns: the partition, and the place of its start.
  func partition(from starts: [Prototypes]) throws -> (partition: PrototypePartition, start: Int) {
    var best = (partition: try kPrototypes(rows, settings, from: .prototypes(starts[0])), start: 0)
    for start in starts.indices.dropFirst() {
      let other = try kPrototypes(rows, settings, from: .prototypes(starts[start]))
      if other.cost < best.partition.cost { best = (other, start) }
    }
    return best
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
