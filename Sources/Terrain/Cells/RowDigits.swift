/// The values of a row as whole numbers of powers of two, so that weighted sums of them are sums of whole numbers.
///
/// Every value is the sum of its digits, each of 32 bits and times a power of two of its own that the whole row shares:
/// the largest value decides the first, and there are as many digits as the lowest bit of any value asks for, mostly two
/// in single precision and three in double.
struct RowDigits {
  /// Of the highest digit, then of the next lower one, and so on; 0 where there is no value.
  private var digits: [[Int64]] = []
  /// The power of two of each digit.
  private var exponents: [Int] = []
  /// 1 where there is a value, else 0.
  private var isPresent: [Int64] = []
  private var hasGaps = false
  private var rests: [Double] = []

  private static let width = 32

  mutating func read<Number: SurfaceNumber>(_ values: UnsafeBufferPointer<Number>) {
    exponents.removeAll(keepingCapacity: true)
    rests.removeAll(keepingCapacity: true)
    var largest = 0.0
    var gaps = 0
    for value in values {
      let number = value.double
      let isValue = number - number == 0
      rests.append(isValue ? number : 0)
      gaps += isValue ? 0 : 1
      largest = isValue ? max(largest, number.magnitude) : largest
    }
    hasGaps = gaps > 0
    if hasGaps { isPresent = values.map { $0.double - $0.double == 0 ? 1 : 0 } }
    if largest == 0 { return }
    var exponent = Int(largest.exponent) - Self.width + 1
    while true {
      let isDone = takeDigits(exponent)
      if isDone { return }
      exponent -= Self.width
    }
  }

  /// Takes the digits of one power of two off the rests.
  ///
  /// - Returns: whether nothing is left of them.
  private mutating func takeDigits(_ exponent: Int) -> Bool {
    let place = exponents.count
    exponents.append(exponent)
    if digits.count == place { digits.append([]) }
    let count = rests.count
    if digits[place].count != count { digits[place] = [Int64](repeating: 0, count: count) }
    // Times a power of two, numbers here lose nothing; in two steps, since the power may lie beyond the greatest number.
    func powers(_ exponent: Int) -> (Double, Double) {
      (
        Double(sign: .plus, exponent: exponent / 2, significand: 1),
        Double(sign: .plus, exponent: exponent - exponent / 2, significand: 1)
      )
    }
    let (up, down) = (powers(-exponent), powers(exponent))
    // Adding this to a smaller number leaves its whole part, rounded, as the last bits.
    let shift = 0x1.8p52
    var isLeft: UInt64 = 0
    digits[place].withUnsafeMutableBufferPointer { digits in
      rests.withUnsafeMutableBufferPointer { rests in
        for index in 0..<count {
          let scaled = rests[index] * up.0 * up.1
          let shifted = scaled + shift
          digits[index] = Int64(bitPattern: shifted.bitPattern &- shift.bitPattern)
          let left = (scaled - (shifted - shift)) * down.0 * down.1
          rests[index] = left
          isLeft |= left.bitPattern << 1
        }
      }
    }
    return isLeft == 0
  }

  /// The sum of the weights, and of those of cells with a value.
  func weights(_ weights: [Int32], _ columns: Range<Int>, from first: Int) -> (all: Int64, present: Int64) {
    weights.withUnsafeBufferPointer { weights in
      var (all, present): (Int64, Int64) = (0, 0)
      for index in columns { all &+= Int64(weights[index]) }
      if !hasGaps { return (all, all) }
      isPresent.withUnsafeBufferPointer { isPresent in
        for (place, index) in columns.enumerated() { present &+= Int64(weights[index]) &* isPresent[first + place] }
      }
      return (all, present)
    }
  }

  /// The weighted sum, as terms significand · 2^exponent.
  func forEachSum(
    _ weights: [Int32], _ columns: Range<Int>, from first: Int, _ body: (_ significand: Int64, _ exponent: Int) -> Void
  ) {
    weights.withUnsafeBufferPointer { weights in
      for (place, exponent) in exponents.enumerated() {
        let sum = digits[place].withUnsafeBufferPointer { digits in
          var sum: Int64 = 0
          for index in 0..<columns.count {
            sum &+= Int64(weights[columns.lowerBound &+ index]) &* digits[first &+ index]
          }
          return sum
        }
        if sum != 0 { body(sum, exponent) }
      }
    }
  }
}
