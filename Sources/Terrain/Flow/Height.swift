/// Heights in metres, row by row from the north, in the type in which their producer stored them.
///
/// Whole metres stay two bytes a cell and need no sorting. −32768 stands for no height in them, as in the files of SRTM
/// and NASADEM; among floating-point numbers it is whatever is not finite.
package enum Heights: Hashable, Sendable {
  case wholeMetres([Int16])
  case single([Float])
  case double([Double])

  /// In double precision, NaN for none.
  package var metres: [Double] {
    switch self {
    case .wholeMetres(let cells): cells.map(\.metres)
    case .single(let cells): cells.map(\.metres)
    case .double(let cells): cells
    }
  }

  package var count: Int {
    switch self {
    case .wholeMetres(let cells): cells.count
    case .single(let cells): cells.count
    case .double(let cells): cells.count
    }
  }
}

/// The type in which heights are stored. Raw values are its names in files that people read.
package enum HeightKind: String, CaseIterable, Hashable, Sendable, Codable {
  case wholeMetres = "whole-metres"
  case single, double

  /// Of a cell.
  package var bytes: Int {
    switch self {
    case .wholeMetres: 2
    case .single: 4
    case .double: 8
    }
  }
}

extension Heights {
  package var kind: HeightKind {
    switch self {
    case .wholeMetres: .wholeMetres
    case .single: .single
    case .double: .double
    }
  }

  /// Whole metres where all of `cells` are whole and fit, since they are worked faster to the same result.
  init(narrowing cells: [Double]) {
    let fits = cells.allSatisfy { height in
      !height.isFinite || (height.rounded(.towardZero) == height && height.magnitude < 32768)
    }
    self = fits ? .wholeMetres(cells.map { $0.isFinite ? Int16($0) : .none }) : .double(cells)
  }
}

/// A height as a kernel works on it.
///
/// `none` stands for a cell without a height; it is never compared with one and never enters a sum.
protocol Height: BitwiseCopyable, Hashable, Comparable, Sendable {
  /// The queue that gives the lowest of such heights first.
  associatedtype Queue: ShoreQueue where Queue.Level == Self
  /// The difference of two heights.
  associatedtype Drop: Comparable & BitwiseCopyable

  static func heights(_ cells: [Self]) -> Heights
  static var none: Self { get }
  var isNone: Bool { get }
  /// NaN for none.
  var metres: Double { get }
  /// - Parameter metres: a height that was of this type before, or NaN.
  init(metres: Double)
  static var noDrop: Drop { get }
  /// How far `other` lies below.
  func drop(to other: Self) -> Drop
  static func metres(of drop: Drop) -> Double
}

extension Int16: Height {
  typealias Queue = LevelBuckets
  static func heights(_ cells: [Int16]) -> Heights { .wholeMetres(cells) }
  static var none: Int16 { .min }
  @inline(__always) var isNone: Bool { self == .min }
  var metres: Double { isNone ? .nan : Double(self) }
  init(metres: Double) { self = Int16(exactly: metres) ?? .none }
  static var noDrop: Int32 { 0 }
  @inline(__always) func drop(to other: Int16) -> Int32 { Int32(self) - Int32(other) }
  @inline(__always) static func metres(of drop: Int32) -> Double { Double(drop) }
}

extension Float: Height {
  typealias Queue = LowestFirst<Float>
  static func heights(_ cells: [Float]) -> Heights { .single(cells) }
  static var none: Float { .nan }
  @inline(__always) var isNone: Bool { !isFinite }
  var metres: Double { Double(self) }
  init(metres: Double) { self = Float(metres) }
  static var noDrop: Double { 0 }
  @inline(__always) func drop(to other: Float) -> Double { Double(self) - Double(other) }
  @inline(__always) static func metres(of drop: Double) -> Double { drop }
}

extension Double: Height {
  typealias Queue = LowestFirst<Double>
  static func heights(_ cells: [Double]) -> Heights { .double(cells) }
  static var none: Double { .nan }
  @inline(__always) var isNone: Bool { !isFinite }
  var metres: Double { self }
  init(metres: Double) { self = metres }
  static var noDrop: Double { 0 }
  @inline(__always) func drop(to other: Double) -> Double { self - other }
  @inline(__always) static func metres(of drop: Double) -> Double { drop }
}
