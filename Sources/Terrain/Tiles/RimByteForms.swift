extension RimSurvey: ByteForm {
  package static var letters: StaticString { "rims" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.kind(kind)
    writer.count(heights.count)
    writer.levels(heights, kind)
    writer.count(roots.count)
    for root in roots {
      writer.signed(Int64(root.index))
      writer.signed(Int64(root.floor))
    }
    var last: Int32 = 0
    for basin in basins {
      writer.signed(Int64(basin) - Int64(last))
      last = basin
    }
    writer.count(passes.count)
    writer.levels(passes.map(\.level), kind)
    for pass in passes {
      writer.signed(Int64(pass.from))
      writer.signed(Int64(pass.to))
    }
    writer.count(pits.count)
    writer.levels(pits.map(\.level), kind)
    writer.levels(pits.map(\.height), kind)
    for pit in pits {
      writer.signed(Int64(pit.basin))
      writer.signed(Int64(pit.cell))
      writer.signed(pit.area)
    }
    writer.count(closures.count)
    writer.levels(closures.map(\.level), kind)
    for closure in closures { writer.signed(Int64(closure.basin)) }
    writer.cells(floors)
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    kind = try reader.kind()
    let heights = try reader.levels(try reader.count(), kind)
    var roots: [Root] = []
    for _ in 0..<(try reader.count()) {
      let root = Root(
        index: try reader.index("a root", below: heights.count), floor: try reader.index("a cell", below: farthest))
      guard !heights[Int(root.index)].isNaN else { throw reader.error(.outOfRange("a root")) }
      roots.append(root)
    }
    let known = roots.count + 1
    basins = []
    var last: Int32 = 0
    for height in heights {
      last = try reader.index("a basin", from: -1, below: known, after: Int(last))
      guard (last < 0) == height.isNaN else { throw reader.error(.outOfRange("a basin")) }
      basins.append(last)
    }
    passes = []
    for level in try reader.levels(try reader.count(), kind, isWhole: true) {
      passes.append(
        Pass(
          from: try reader.index("a basin", below: known), to: try reader.index("a basin", below: known), level: level))
    }
    let levels = try reader.levels(try reader.count(), kind, isWhole: true)
    for (level, height) in zip(levels, try reader.levels(levels.count, kind, isWhole: true)) {
      pits.append(
        Pit(
          basin: try reader.index("a basin", from: 1, below: known), level: level, height: height,
          cell: try reader.index("a cell", below: farthest), area: try reader.signed()))
    }
    for level in try reader.levels(try reader.count(), kind, isWhole: true) {
      closures.append(Closure(basin: try reader.index("a basin", from: 1, below: known), level: level))
    }
    floors = try reader.cells()
    self.heights = heights
    self.roots = roots
  }
}

/// One more than any number of a cell or a row.
private let farthest = Int(Int32.max)

extension RimLevels: ByteForm {
  package static var letters: StaticString { "riml" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.kind(kind)
    writer.count(rim.count)
    writer.levels(rim, kind)
    writer.count(beyond.count)
    writer.levels(beyond, kind)
    writer.cells(floors)
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    kind = try reader.kind()
    rim = try reader.levels(try reader.count(), kind)
    beyond = try reader.levels(try reader.count(), kind)
    floors = try reader.cells()
  }
}

extension BorderFlats: ByteForm {
  package static var letters: StaticString { "flat" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.count(isWayOut.count)
    for isOut in isWayOut { writer.byte(isOut ? 1 : 0) }
    writer.count(flats.count)
    for flat in flats {
      writer.count(flat.runs.count)
      var (row, column): (Int32, Int32) = (0, 0)
      for run in flat.runs {
        writer.signed(Int64(run.row) - Int64(row))
        writer.signed(Int64(run.column) - Int64(column))
        writer.number(UInt64(run.count) << 1 | (run.isWayOut ? 1 : 0))
        (row, column) = (run.row, run.column)
      }
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    isWayOut = []
    for _ in 0..<(try reader.count()) { isWayOut.append(try reader.byte() == 1) }
    flats = []
    for _ in 0..<(try reader.count()) {
      var flat = Flat(runs: [])
      var (row, column): (Int32, Int32) = (0, 0)
      for _ in 0..<(try reader.count()) {
        row = try reader.index("a row", below: farthest, after: Int(row))
        column = try reader.index("a column", below: farthest, after: Int(column))
        let count = try reader.number()
        guard count >= 2, count >> 1 <= UInt64(farthest) - UInt64(column) else {
          throw reader.error(.outOfRange("a run"))
        }
        flat.runs.append(
          Run(
            row: row, column: column, count: Int32(truncatingIfNeeded: count >> 1), isWayOut: count & 1 == 1))
      }
      guard !flat.runs.isEmpty else { throw reader.error(.outOfRange("a flat without cells")) }
      flats.append(flat)
    }
  }
}

extension RimSteps: ByteForm {
  package static var letters: StaticString { "step" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.count(steps.count)
    var last: Int32 = 0
    for step in steps {
      writer.number(UInt64(step.steps - last))
      writer.count(Int(step.index))
      last = step.steps
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    steps = []
    var last = 0
    for _ in 0..<(try reader.count()) {
      let further = try reader.number()
      let index = try reader.number()
      guard further <= UInt64(Int32.max) - UInt64(last), index <= UInt64(Int32.max) else {
        throw reader.error(.outOfRange("steps"))
      }
      last += Int(further)
      steps.append(Step(index: Int32(index), steps: Int32(last)))
    }
  }
}

extension ByteWriter {
  /// Numbers of cells, ascending.
  mutating func cells(_ cells: [Int32]) {
    count(cells.count)
    var last: Int32 = 0
    for cell in cells {
      signed(Int64(cell) - Int64(last))
      last = cell
    }
  }
}

extension ByteReader {
  mutating func cells() throws(ByteFormError) -> [Int32] {
    var cells: [Int32] = []
    var last: Int32 = 0
    for _ in 0..<(try count()) {
      last = try index("a cell", below: farthest, after: Int(last))
      cells.append(last)
    }
    return cells
  }
}
