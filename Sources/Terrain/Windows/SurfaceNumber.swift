import Statistics

/// A number that heights are worked in: `Double`, or `Float` for speed.
///
/// Both follow the same formulas. In single precision sums of heights are formed from the differences of neighbours, which
/// are exact, so that what counts is the precision of the differences and not that of heights of thousands of metres;
/// divisions become products with a reciprocal, and angles come from polynomials without branches.
package protocol SurfaceNumber: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The angle in −π/2 ... π/2 whose tangent is `x`.
  static func arctangent(_ x: Self) -> Self
  /// The angle in −π ... π of the point (x, y), counted from the x axis towards the y axis.
  static func arctangent(_ y: Self, _ x: Self) -> Self
  /// `a` over the divisor.
  static func quotient(_ a: Self, _ divisor: Divisor<Self>) -> Self
  /// `before` + `after` − 2 `centre`.
  static func bend(_ before: Self, _ centre: Self, _ after: Self) -> Self
  /// `a` + `b` − `c` − `d`.
  static func excess(_ a: Self, _ b: Self, over c: Self, _ d: Self) -> Self
  /// The rise from one line of three to another, their middles counted twice.
  static func rise(from line: (Self, Self, Self), to other: (Self, Self, Self)) -> Self
  var double: Double { get }
  init(double: Double)
}

/// A number by which many are divided, and its reciprocal.
package struct Divisor<Number: SurfaceNumber>: BitwiseCopyable, Sendable {
  let value: Number
  let reciprocal: Number

  @inline(__always)
  init(_ value: Number, reciprocal: Number) {
    self.value = value
    self.reciprocal = reciprocal
  }

  @inline(__always)
  init(number: Number) { self.init(number, reciprocal: 1 / number) }

  /// The reciprocal is formed before either is rounded.
  init(_ value: Double) { self.init(Number(double: value), reciprocal: Number(double: 1 / value)) }
}

extension Double: SurfaceNumber {
  @inline(__always)
  package static func arctangent(_ x: Double) -> Double { Portable.atan(x) }
  @inline(__always)
  package static func arctangent(_ y: Double, _ x: Double) -> Double { Portable.atan2(y, x) }
  @inline(__always)
  package static func quotient(_ a: Double, _ divisor: Divisor<Double>) -> Double { a / divisor.value }
  @inline(__always)
  package static func bend(_ before: Double, _ centre: Double, _ after: Double) -> Double {
    before + after - 2 * centre
  }
  @inline(__always)
  package static func excess(_ a: Double, _ b: Double, over c: Double, _ d: Double) -> Double { a + b - c - d }
  @inline(__always)
  package static func rise(from line: (Double, Double, Double), to other: (Double, Double, Double)) -> Double {
    (other.0 + 2 * other.1 + other.2) - (line.0 + 2 * line.1 + line.2)
  }
  package var double: Double { self }
  package init(double: Double) { self = double }
}

extension Float: SurfaceNumber {
  @inline(__always)
  package static func arctangent(_ x: Float) -> Float { SingleAngle.atan(x) }
  @inline(__always)
  package static func arctangent(_ y: Float, _ x: Float) -> Float { SingleAngle.atan2(y, x) }
  @inline(__always)
  package static func quotient(_ a: Float, _ divisor: Divisor<Float>) -> Float { a * divisor.reciprocal }
  @inline(__always)
  package static func bend(_ before: Float, _ centre: Float, _ after: Float) -> Float {
    (before - centre) + (after - centre)
  }
  @inline(__always)
  package static func excess(_ a: Float, _ b: Float, over c: Float, _ d: Float) -> Float { (a - c) + (b - d) }
  @inline(__always)
  package static func rise(from line: (Float, Float, Float), to other: (Float, Float, Float)) -> Float {
    ((other.0 - line.0) + (other.2 - line.2)) + 2 * (other.1 - line.1)
  }
  package var double: Double { Double(self) }
  package init(double: Double) { self = Float(double) }
}
