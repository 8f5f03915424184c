/// What the census of a tile is asked, in the order in which it answers.
package struct AreaQueries: ByteForm, Hashable, Sendable {
  package var queries: [AreaQuery]

  package init(queries: [AreaQuery]) { self.queries = queries }

  package static var letters: StaticString { "ques" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.count(queries.count)
    for query in queries {
      writer.count(Int(query.basin))
      writer.double(query.level)
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    queries = []
    for _ in 0..<(try reader.count()) {
      let query = AreaQuery(basin: try reader.cell(), level: try reader.double())
      guard query.level.isFinite else { throw reader.error(.outOfRange("a level")) }
      queries.append(query)
    }
  }
}

/// The answers of a tile's census, in the unit of `FlowPlan.census`.
package struct AreaCensus: ByteForm, Hashable, Sendable {
  package var areas: [Int64]

  package init(areas: [Int64]) { self.areas = areas }

  package static var letters: StaticString { "cens" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.count(areas.count)
    for area in areas { writer.signed(area) }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    areas = []
    for _ in 0..<(try reader.count()) { areas.append(try reader.signed()) }
  }
}
