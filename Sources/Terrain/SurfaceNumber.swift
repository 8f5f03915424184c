import Statistics

/// A number that heights are worked in: `Double`, or `Float` for speed.
///
/// Both follow the same formulas. In single precision a division by what is the same for a whole row becomes a product
/// with its reciprocal, and angles come from polynomials without branches.
package protocol SurfaceNumber: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The angle in −π/2 ... π/2 whose tangent is `x`.
  static func arctangent(_ x: Self) -> Self
  /// The angle in −π ... π of the point (x, y), counted from the x axis towards the y axis.
  static func arctangent(_ y: Self, _ x: Self) -> Self
  /// `a` over the divisor.
  static func quotient(_ a: Self, _ divisor: Divisor<Self>) -> Self
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
  package var double: Double { Double(self) }
  package init(double: Double) { self = Float(double) }
}
