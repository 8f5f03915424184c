/// The same functions over a run of numbers at once, with the same bits.
///
/// Each is a loop over its first half and one over its second, free of branches, so that the compiler takes as many
/// numbers at a time as the machine's registers hold. One loop over both would be slower by a third: the chain from a
/// number to its result is longer than what a processor looks ahead. Vector types by name (`SIMD4`) come out no faster,
/// and fifty times slower where nothing is optimised.
extension Portable {
  /// Replaces each of `values` by its natural logarithm, as `log` gives it.
  package static func log(inPlace values: UnsafeMutableBufferPointer<Double>) {
    var abnormality: UInt64 = 0
    for value in values { abnormality |= Self.abnormality(value) }
    if abnormality >> 63 == 0 {
      logOfNormal(inPlace: values)
    } else {
      for place in values.indices { values[place] = log(values[place]) }
    }
  }

  /// The same for a caller who knows that all `values` are positive, finite and not subnormal. One that is not becomes
  /// some number or other, and nothing traps.
  package static func logOfNormal(inPlace values: UnsafeMutableBufferPointer<Double>) {
    inStretches(values, first: { logQuotient($0) }, second: { logOfNormal($0, $1) })
  }

  /// Has its highest bit set unless `x` is positive, finite and not subnormal, so that a run is asked by one
  /// disjunction. (Asked by comparisons, the compiler would have its numbers asked one by one.)
  @inlinable
  @inline(__always)
  package static func abnormality(_ x: Double) -> UInt64 {
    // Below the least normal number, above the greatest finite one, or negative.
    let bits = x.bitPattern
    return (bits &- 0x0010_0000_0000_0000) | (0x7fef_ffff_ffff_ffff &- bits) | bits
  }

  /// Replaces each of `values` by *e* to its power, as `exp` gives it.
  package static func exp(inPlace values: UnsafeMutableBufferPointer<Double>) {
    // The highest bit is set where a size is above 707, up to which the result is normal.
    let limit = 707.0.bitPattern
    var outside: UInt64 = 0
    for value in values { outside |= limit &- value.magnitude.bitPattern }
    guard outside >> 63 == 0 else {
      for place in values.indices { values[place] = exp(values[place]) }
      return
    }
    inStretches(values, first: { expQuotient($0) }) {
      let (y, exponent) = expParts($0, $1)
      return y * powerOfTwo(exponent)
    }
  }

  /// Takes a function of two halves over `values`, a stretch at a time, so that what stands between the halves stays in
  /// the first cache.
  ///
  /// - Parameters:
  ///   - first: of a number.
  ///   - second: of the number and of what `first` gave for it.
  @inline(__always)
  private static func inStretches(
    _ values: UnsafeMutableBufferPointer<Double>, first: (Double) -> Double, second: (Double, Double) -> Double
  ) {
    guard let start = values.baseAddress else { return }
    let length = 128
    withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { between in
      guard let half = between.baseAddress else { return }
      for begin in stride(from: 0, to: values.count, by: length) {
        let run = start + begin
        let count = min(length, values.count - begin)
        for place in 0..<count { half[place] = first(run[place]) }
        for place in 0..<count { run[place] = second(run[place], half[place]) }
      }
    }
  }
}
