import Ledger

/// One number of a run under the name that claims know it by.
struct Statistic: Hashable, Sendable {
  static let fileName = "statistics.csv"

  var name: String
  var value: Double
  var unit: String
}

/// The numbers of a run, in the order in which they were found.
struct StatisticList: Sendable {
  private(set) var items: [Statistic] = []

  init() {}

  /// Adds a number; a missing one is left out, since a claim about it is then `missing-input`.
  mutating func add(_ name: String, _ value: Double?, _ unit: String) {
    guard let value, value.isFinite else { return }
    items.append(Statistic(name: name, value: value, unit: unit))
  }

  mutating func add(_ name: String, _ count: Int) { add(name, Double(count), "count") }

  mutating func add(_ others: StatisticList) { items += others.items }

  var table: Table {
    Table(
      columns: ["statistic", "value", "unit"],
      rows: items.map { [$0.name, Table.field($0.value), $0.unit] })
  }

  /// Reads a table of statistics.
  init(_ table: Table) throws {
    let file = Statistic.fileName
    let names = try table.column("statistic", file: file)
    let values = try table.numbers("value", file: file)
    let units = try table.column("unit", file: file)
    for index in names.indices { add(names[index], values[index], units[index]) }
  }

  var values: [String: Double] {
    Dictionary(items.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
