/// Numbers of single or double precision, eight rows at a time.
///
/// The operators of `SIMD8` are one instruction each only where the type of its elements is spelled out; written once
/// for every `Value` they go element by element.
package protocol MeasuredValue: BinaryFloatingPoint, SIMDScalar, Codable, Sendable where SIMD8Storage: Sendable {
  /// Adds the squared difference from a centroid.
  static func add(_ x: SIMD8<Self>, _ centre: SIMD8<Self>, to sum: inout SIMD8<Self>)
  /// Takes the prototype of this label where it is nearer: `sum` and what mismatches cost are its distance.
  static func keepNearer(
    _ sum: SIMD8<Self>, _ label: Self, _ weighed: UnsafePointer<Self>, _ nearest: inout SIMD8<Self>,
    _ owner: inout SIMD8<Self>)
}

extension Float: MeasuredValue {
  @inline(__always)
  package static func add(_ x: SIMD8<Float>, _ centre: SIMD8<Float>, to sum: inout SIMD8<Float>) {
    let difference = centre - x
    sum += difference * difference
  }

  @inline(__always)
  package static func keepNearer(
    _ sum: SIMD8<Float>, _ label: Float, _ weighed: UnsafePointer<Float>, _ nearest: inout SIMD8<Float>,
    _ owner: inout SIMD8<Float>
  ) {
    let distance = sum + UnsafeRawPointer(weighed).loadUnaligned(as: SIMD8<Float>.self)
    let isNearer = distance .< nearest
    owner.replace(with: label, where: isNearer)
    nearest.replace(with: distance, where: isNearer)
  }
}

extension Double: MeasuredValue {
  @inline(__always)
  package static func add(_ x: SIMD8<Double>, _ centre: SIMD8<Double>, to sum: inout SIMD8<Double>) {
    let difference = centre - x
    sum += difference * difference
  }

  @inline(__always)
  package static func keepNearer(
    _ sum: SIMD8<Double>, _ label: Double, _ weighed: UnsafePointer<Double>, _ nearest: inout SIMD8<Double>,
    _ owner: inout SIMD8<Double>
  ) {
    let distance = sum + UnsafeRawPointer(weighed).loadUnaligned(as: SIMD8<Double>.self)
    let isNearer = distance .< nearest
    owner.replace(with: label, where: isNearer)
    nearest.replace(with: distance, where: isNearer)
  }
}
