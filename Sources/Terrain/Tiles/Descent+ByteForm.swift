/// Four bits a cell for its course; then the levels that cells were raised to, with the cells skipped and the cells
/// raised before the next.
///
/// Raised cells side by side have one level, so that there are at most half as many runs as cells, and the size has a
/// bound.
extension Descent: ByteForm {
  package static var letters: StaticString { "desc" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.kind(kind)
    writer.count(courses.count)
    var first = 0
    while first < courses.count {
      let second = first + 1 < courses.count ? courses[first + 1] : 0
      writer.byte(courses[first] | second << 4)
      first += 2
    }
    writer.count(raised.count)
    writer.levels(raised.lazy.map(\.level), kind)
    var next: Int32 = 0
    for run in raised {
      writer.count(Int(run.first - next))
      writer.count(Int(run.count))
      next = run.first + run.count
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    kind = try reader.kind()
    let count = try reader.number()
    guard count <= UInt64(Int32.max) else { throw reader.error(.outOfRange("a number of cells")) }
    let cells = Int(count)
    courses = try reader.halves(cells)
    guard courses.allSatisfy({ $0 <= Course.border.bits }) else { throw reader.error(.outOfRange("a course")) }
    raised = []
    let levels = try reader.levels(try reader.count(), kind, isWhole: true)
    raised.reserveCapacity(levels.count)
    var next = 0
    for level in levels {
      let (skipped, length) = (try reader.number(), try reader.number())
      guard skipped <= UInt64(cells - next), length <= UInt64(cells - next) - skipped else {
        throw reader.error(.outOfRange("a run of raised cells"))
      }
      let first = next + Int(skipped)
      raised.append(
        Raised(first: Int32(truncatingIfNeeded: first), count: Int32(truncatingIfNeeded: Int(length)), level: level))
      next = first + Int(length)
    }
  }
}
