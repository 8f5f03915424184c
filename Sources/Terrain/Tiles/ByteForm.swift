/// A value that is kept between two passes.
///
/// The bytes begin with the four letters of its kind and a version. The same value has the same bytes everywhere.
package protocol ByteForm {
  /// Four letters of ASCII.
  static var letters: StaticString { get }
  static var version: UInt8 { get }
  func write(to writer: inout ByteWriter)
  init(from reader: inout ByteReader) throws(ByteFormError)
}

extension ByteForm {
  package var bytes: [UInt8] {
    var writer = ByteWriter()
    Self.letters.withUTF8Buffer { writer.bytes.append(contentsOf: $0) }
    writer.byte(Self.version)
    write(to: &writer)
    return writer.bytes
  }

  /// - Throws: where the bytes are not such a value, whole and nothing else.
  package init(bytes: [UInt8]) throws(ByteFormError) {
    var reader = ByteReader(bytes, of: "\(Self.letters)")
    try reader.head(Self.letters.withUTF8Buffer { Array($0) }, version: Self.version)
    try self.init(from: &reader)
    try reader.end()
  }
}

/// Why bytes are not a value.
package struct ByteFormError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    case kind
    case version(found: UInt8, known: UInt8)
    case cutOff
    case tooLong(by: Int)
    case outOfRange(String)
  }

  /// The four letters of what was wanted.
  package var form: String
  /// How many bytes were read before.
  package var place: Int
  package var problem: Problem

  package var description: String { "\(form), byte \(place): error: \(what)\n  \(mend)" }

  private var what: String {
    switch problem {
    case .kind: "these bytes are something else"
    case .version(let found, let known): "version \(found), and version \(known) is known"
    case .cutOff: "the bytes end before the value does"
    case .tooLong(let excess): "\(excess) bytes follow the value"
    case .outOfRange(let name): "\(name) that cannot be"
    }
  }

  private var mend: String { "Run the pass that made them again." }
}

/// Bytes of small numbers, smallest first; whatever is counted takes as many as it needs, seven bits in each.
package struct ByteWriter {
  package fileprivate(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func count(_ value: Int) { number(UInt64(value)) }

  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A number of either sign, small where it is near to 0.
  mutating func signed(_ value: Int64) { number(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

  mutating func fixed(_ value: UInt64, bytes count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))) }
  }

  /// Numbers of one size, smallest byte first: as they lie in memory where the machine has that order too.
  mutating func integers<Value: FixedWidthInteger & BitwiseCopyable>(_ values: [Value]) {
    let ordered = Value(1).littleEndian == 1 ? values : values.map(\.littleEndian)
    ordered.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func double(_ value: Double) { fixed(value.isNaN ? Double.nan.bitPattern : value.bitPattern, bytes: 8) }
}

/// Reads what a `ByteWriter` wrote, and trusts none of it.
package struct ByteReader {
  private let bytes: [UInt8]
  private let form: String
  private var place = 0

  init(_ bytes: [UInt8], of form: String) {
    self.bytes = bytes
    self.form = form
  }

  func error(_ problem: ByteFormError.Problem) -> ByteFormError {
    ByteFormError(form: form, place: place, problem: problem)
  }

  mutating func head(_ letters: [UInt8], version: UInt8) throws(ByteFormError) {
    guard bytes.starts(with: letters) else { throw error(.kind) }
    place = letters.count
    let found = try byte()
    guard found == version else { throw error(.version(found: found, known: version)) }
  }

  func end() throws(ByteFormError) {
    guard place == bytes.count else { throw error(.tooLong(by: bytes.count - place)) }
  }

  mutating func byte() throws(ByteFormError) -> UInt8 {
    guard place < bytes.count else { throw error(.cutOff) }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func number() throws(ByteFormError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      guard shift < 63 || byte < 2 else { throw error(.outOfRange("a number")) }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  mutating func signed() throws(ByteFormError) -> Int64 {
    let value = try number()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// How many things follow, each of at least a byte; so a false count is found before memory is asked for.
  mutating func count() throws(ByteFormError) -> Int {
    let value = try number()
    guard value <= UInt64(bytes.count - place) else { throw error(.cutOff) }
    return Int(value)
  }

  /// A number that is not below one and below another, as a sum with `last`.
  mutating func index(_ name: String, from least: Int = 0, below bound: Int, after last: Int = 0)
    throws(ByteFormError) -> Int32
  {
    let (value, overflow) = Int64(last).addingReportingOverflow(try signed())
    guard !overflow, value >= Int64(least), value < Int64(bound) else { throw error(.outOfRange(name)) }
    return Int32(truncatingIfNeeded: value)
  }

  /// The number of a cell among others.
  mutating func cell() throws(ByteFormError) -> Int32 {
    guard let place = Int32(exactly: try number()) else { throw error(.outOfRange("a cell")) }
    return place
  }

  mutating func fixed(bytes count: Int) throws(ByteFormError) -> UInt64 {
    guard bytes.count - place >= count else { throw error(.cutOff) }
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(bytes[place + index]) << (8 * UInt64(index)) }
    place += count
    return value
  }

  /// Numbers of four bits, two in a byte.
  mutating func halves(_ count: Int) throws(ByteFormError) -> [UInt8] {
    guard (count + 1) / 2 <= bytes.count - place else { throw error(.cutOff) }
    var values: [UInt8] = []
    values.reserveCapacity(count)
    for index in 0..<count { values.append(bytes[place + index / 2] >> (index & 1 == 0 ? 0 : 4) & 15) }
    place += (count + 1) / 2
    return values
  }

  /// Numbers of one size, smallest byte first.
  mutating func integers<Value: FixedWidthInteger & BitwiseCopyable>(
    _ count: Int, of type: Value.Type = Value.self
  ) throws(ByteFormError) -> [Value] {
    let size = MemoryLayout<Value>.stride
    guard count >= 0, count <= (bytes.count - place) / size else { throw error(.cutOff) }
    let values = [Value](unsafeUninitializedCapacity: count) { memory, initialized in
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(memory).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: $0[place..<place + count * size]))
      }
      initialized = count
    }
    place += count * size
    return Value(1).littleEndian == 1 ? values : values.map { Value(littleEndian: $0) }
  }

  mutating func double() throws(ByteFormError) -> Double { Double(bitPattern: try fixed(bytes: 8)) }
}

// MARK: Heights

extension ByteWriter {
  mutating func kind(_ kind: HeightKind) {
    switch kind {
    case .wholeMetres: byte(0)
    case .single: byte(1)
    case .double: byte(2)
    }
  }

  /// Heights of one kind; whole metres as differences from the one before.
  mutating func levels(_ values: some Sequence<Double>, _ kind: HeightKind) {
    var last: Int64 = 0
    for value in values {
      switch kind {
      case .wholeMetres:
        let whole = value.isNaN ? Int64(Int16.min) : Int64(value)
        signed(whole - last)
        last = whole
      case .single: fixed(UInt64((value.isNaN ? Float.nan : Float(value)).bitPattern), bytes: 4)
      case .double: double(value)
      }
    }
  }
}

extension ByteReader {
  mutating func kind() throws(ByteFormError) -> HeightKind {
    switch try byte() {
    case 0: return .wholeMetres
    case 1: return .single
    case 2: return .double
    default: throw error(.outOfRange("a type of heights"))
    }
  }

  /// - Parameter isWhole: whether none of them may be missing.
  mutating func levels(_ count: Int, _ kind: HeightKind, isWhole: Bool = false) throws(ByteFormError) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(min(count, bytes.count - place))
    var last: Int64 = 0
    for _ in 0..<count {
      let value: Double
      switch kind {
      case .wholeMetres:
        let (whole, overflow) = last.addingReportingOverflow(try signed())
        guard !overflow, let height = Int16(exactly: whole) else { throw error(.outOfRange("a height")) }
        last = whole
        value = height.metres
      case .single: value = Double(Float(bitPattern: UInt32(truncatingIfNeeded: try fixed(bytes: 4))))
      case .double: value = try double()
      }
      guard value.isFinite || (value.isNaN && !isWhole) else { throw error(.outOfRange("a height")) }
      values.append(value)
    }
    return values
  }
}
