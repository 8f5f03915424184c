extension RimLinks: ByteForm {
  package static var letters: StaticString { "link" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.count(rim.count)
    for cell in rim {
      let leaves = cell.cells > 0
      writer.byte(cell.course | (cell.isCut ? 16 : 0) | (leaves ? 32 : 0))
      guard cell.course <= Course.end.bits else { continue }
      writer.signed(Int64(cell.exit))
      if !cell.isCut { writer.signed(cell.distance) }
      if cell.course < Course.end.bits { writer.double(cell.tangent) }
      guard leaves else { continue }
      writer.signed(cell.cells)
      writer.signed(cell.area)
      writer.signed(cell.length)
      writer.double(cell.summit)
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    rim = []
    let count = try reader.count()
    for _ in 0..<count {
      let head = try reader.byte()
      var cell = Cell.void
      cell.course = head & 15
      cell.isCut = head & 16 != 0
      guard head < 64, cell.course <= Course.void.bits else { throw reader.error(.outOfRange("a course")) }
      if cell.course <= Course.end.bits {
        cell.exit = try reader.index("a cell off the rim", from: -1, below: count)
        if !cell.isCut { cell.distance = try reader.signed() }
        if cell.course < Course.end.bits { cell.tangent = try reader.double() }
        if head & 32 != 0 {
          cell.cells = try reader.signed()
          cell.area = try reader.signed()
          cell.length = try reader.signed()
          cell.summit = try reader.double()
        }
      }
      rim.append(cell)
    }
  }
}

extension RimInflow: ByteForm {
  package static var letters: StaticString { "infl" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.count(entries.count)
    var last: Int32 = 0
    for entry in entries {
      writer.signed(Int64(entry.index - last))
      writer.signed(entry.cells)
      writer.signed(entry.area)
      writer.signed(entry.length)
      writer.double(entry.summit)
      last = entry.index
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    entries = []
    var last: Int32 = 0
    for _ in 0..<(try reader.count()) {
      last = try reader.index("a cell of the rim", below: Int(Int32.max), after: Int(last))
      entries.append(
        Entry(
          index: last, cells: try reader.signed(), area: try reader.signed(),
          length: try reader.signed(), summit: try reader.double()))
    }
  }
}

extension RimDrainage: ByteForm {
  package static var letters: StaticString { "drai" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.count(entries.count)
    for entry in entries {
      writer.count(Int(entry.index))
      switch entry.drainage {
      case .height(let height):
        writer.byte(0)
        writer.double(height)
      case .beyond(let index):
        writer.byte(1)
        writer.count(Int(index))
      }
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    entries = []
    for _ in 0..<(try reader.count()) {
      let index = try reader.cell()
      switch try reader.byte() {
      case 0: entries.append(Entry(index: index, drainage: .height(try reader.double())))
      case 1: entries.append(Entry(index: index, drainage: .beyond(try reader.cell())))
      default: throw reader.error(.outOfRange("a drainage"))
      }
    }
  }
}

extension BeyondDrainage: ByteForm {
  package static var letters: StaticString { "beyo" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    writer.count(entries.count)
    for entry in entries {
      writer.count(Int(entry.index))
      writer.double(entry.height)
    }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    entries = []
    for _ in 0..<(try reader.count()) {
      entries.append(Entry(index: try reader.cell(), height: try reader.double()))
    }
  }
}
