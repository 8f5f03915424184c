import Grids

/// The finished cells as cells skipped and cells finished, then their values layer by layer; the cells that wait each with
/// the cells skipped before it.
extension CoarsePart: ByteForm {
  package static var letters: StaticString { "part" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    for number in [tile, rows, columns] { writer.count(number) }
    writer.double(minimumShare)
    writer.count(rules.count)
    for rule in rules { writer.byte(rule.code) }
    writer.count(finished.count)
    var next = 0
    for run in finished {
      writer.count(run.lowerBound - next)
      writer.count(run.count)
      next = run.upperBound
    }
    writer.integers(values.map { ($0.isNaN ? .nan : $0).bitPattern })
    writer.count(waiting.count)
    next = 0
    for cell in waiting {
      writer.count(cell.place - next)
      next = cell.place + 1
      writer.byte(cell.cells == nil ? 0 : 1)
      if let cells = cell.cells { writer.double(cells) }
      for (partial, rule) in zip(cell.layers, rules) { writer.partial(partial, rule) }
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    let (tile, rows, columns) = (Int(try reader.cell()), Int(try reader.cell()), Int(try reader.cell()))
    let minimumShare = try reader.double()
    guard (0...1).contains(minimumShare) else { throw reader.error(.outOfRange("a least share")) }
    var rules: [AggregationRule] = []
    for _ in 0..<(try reader.count()) {
      guard let rule = AggregationRule(code: try reader.byte()) else { throw reader.error(.outOfRange("a rule")) }
      rules.append(rule)
    }
    var finished: [Range<Int>] = []
    var (next, count) = (0, 0)
    for _ in 0..<(try reader.count()) {
      let (skipped, length) = (try reader.number(), try reader.number())
      let rest = UInt64(rows * columns - next)
      guard skipped <= rest, (1...max(1, rest - skipped)).contains(length), skipped < rest else {
        throw reader.error(.outOfRange("a run of finished cells"))
      }
      finished.append(next + Int(skipped)..<next + Int(skipped + length))
      next += Int(skipped + length)
      count += Int(length)
    }
    let (numbers, overflow) = count.multipliedReportingOverflow(by: rules.count)
    guard !overflow else { throw reader.error(.cutOff) }
    let values = try reader.integers(numbers, of: UInt64.self).map(Double.init(bitPattern:))
    var waiting: [Waiting] = []
    next = 0
    for _ in 0..<(try reader.count()) {
      let skipped = try reader.number()
      guard skipped < UInt64(rows * columns - next) else { throw reader.error(.outOfRange("a cell")) }
      let place = next + Int(skipped)
      next = place + 1
      let cells = try reader.expectedCells()
      var layers: [PartialCell] = []
      for rule in rules { layers.append(try reader.partial(rule)) }
      waiting.append(Waiting(place: place, cells: cells, layers: layers))
    }
    self.init(
      tile: tile, rules: rules, rows: rows, columns: columns, minimumShare: minimumShare, finished: finished,
      values: values, waiting: waiting)
  }
}

extension AggregationRule {
  fileprivate var code: UInt8 {
    switch self {
    case .mean: 0
    case .median: 1
    case .mode: 2
    case .vectorMean: 3
    case .sum: 4
    case .count: 5
    }
  }

  fileprivate init?(code: UInt8) {
    guard let rule = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = rule
  }
}

extension ByteReader {
  fileprivate mutating func expectedCells() throws(ByteFormError) -> Double? {
    switch try byte() {
    case 0: return nil
    case 1:
      let cells = try double()
      guard cells.isFinite else { throw error(.outOfRange("a number of cells")) }
      return cells
    default: throw error(.outOfRange("a number of cells"))
    }
  }
}
