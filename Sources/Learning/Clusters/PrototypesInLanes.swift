/// Numbers of single or double precision, eight rows at a time.
///
/// The operators of `SIMD8` are one instruction each only where the type of its elements is spelled out; written once
/// for every `Value` they go element by element.
package protocol MeasuredValue: BinaryFloatingPoint, SIMDScalar, Codable, Sendable where SIMD8Storage: Sendable {
  /// Adds the squared difference from a centroid.
  static func add(_ x: SIMD8<Self>, _ centre: SIMD8<Self>, to sum: inout SIMD8<Self>)
  /// Takes the prototype of this label where it is nearer: `sum` and γ times its mismatches are its distance.
  static func keepNearer(
    _ sum: SIMD8<Self>, _ label: Self, _ mismatches: SIMD8<UInt8>, _ gamma: Self, _ nearest: inout SIMD8<Self>,
    _ owner: inout SIMD8<Self>)
  /// Whole numbers from 0 to 255 as bytes.
  static func bytes(_ numbers: SIMD8<Self>) -> SIMD8<UInt8>
  /// The larger of each pair.
  static func larger(_ a: SIMD8<Self>, _ b: SIMD8<Self>) -> SIMD8<Self>
}

extension Float: MeasuredValue {
  @inline(__always)
  package static func add(_ x: SIMD8<Float>, _ centre: SIMD8<Float>, to sum: inout SIMD8<Float>) {
    let difference = x - centre
    sum += difference * difference
  }

  @inline(__always)
  package static func keepNearer(
    _ sum: SIMD8<Float>, _ label: Float, _ mismatches: SIMD8<UInt8>, _ gamma: Float, _ nearest: inout SIMD8<Float>,
    _ owner: inout SIMD8<Float>
  ) {
    let distance = sum + gamma * numbers(mismatches)
    let isNearer = distance .< nearest
    owner.replace(with: label, where: isNearer)
    nearest.replace(with: distance, where: isNearer)
  }

  // Spelled out because that of the standard library may be left as a call for every eight.
  @inline(__always)
  private static func numbers(_ bytes: SIMD8<UInt8>) -> SIMD8<Float> {
    SIMD8(
      Float(bytes[0]), Float(bytes[1]), Float(bytes[2]), Float(bytes[3]), Float(bytes[4]), Float(bytes[5]),
      Float(bytes[6]), Float(bytes[7]))
  }

  @inline(__always)
  package static func bytes(_ numbers: SIMD8<Float>) -> SIMD8<UInt8> {
    // Above 2²³ a number of single precision ends in its units.
    SIMD8<UInt8>(truncatingIfNeeded: unsafeBitCast(numbers + 0x1p23, to: SIMD8<UInt32>.self))
  }

  @inline(__always)
  package static func larger(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    a.replacing(with: b, where: b .> a)
  }
}

extension Double: MeasuredValue {
  @inline(__always)
  package static func add(_ x: SIMD8<Double>, _ centre: SIMD8<Double>, to sum: inout SIMD8<Double>) {
    let difference = x - centre
    sum += difference * difference
  }

  @inline(__always)
  package static func keepNearer(
    _ sum: SIMD8<Double>, _ label: Double, _ mismatches: SIMD8<UInt8>, _ gamma: Double,
    _ nearest: inout SIMD8<Double>, _ owner: inout SIMD8<Double>
  ) {
    let distance = sum + gamma * numbers(mismatches)
    let isNearer = distance .< nearest
    owner.replace(with: label, where: isNearer)
    nearest.replace(with: distance, where: isNearer)
  }

  // Spelled out because that of the standard library may be left as a call for every eight.
  @inline(__always)
  private static func numbers(_ bytes: SIMD8<UInt8>) -> SIMD8<Double> {
    SIMD8(
      Double(bytes[0]), Double(bytes[1]), Double(bytes[2]), Double(bytes[3]), Double(bytes[4]), Double(bytes[5]),
      Double(bytes[6]), Double(bytes[7]))
  }

  @inline(__always)
  package static func bytes(_ numbers: SIMD8<Double>) -> SIMD8<UInt8> {
    // Above 2⁵² a number of double precision ends in its units.
    SIMD8<UInt8>(truncatingIfNeeded: unsafeBitCast(numbers + 0x1p52, to: SIMD8<UInt64>.self))
  }

  @inline(__always)
  package static func larger(_ a: SIMD8<Double>, _ b: SIMD8<Double>) -> SIMD8<Double> {
    a.replacing(with: b, where: b .> a)
  }
}
