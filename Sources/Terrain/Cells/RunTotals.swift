import Grids
import Statistics

/// The exact sum of the values of some neighbouring cells, or a part of it: `significand` · 2^`exponent`.
struct RunTotal: BitwiseCopyable {
  /// The place of the cells' run in a list of runs.
  var run: Int32
  var layer: Int16
  var exponent: Int16
  var significand: Int64
  /// The cells that this total is the first to speak of, and how many of them have a value.
  var cells: Int16
  var valid: Int16

  init(run: Int, layer: Int, significand: Int64, exponent: Int, cells: Int = 0, valid: Int = 0) {
    self.run = Int32(truncatingIfNeeded: run)
    self.layer = Int16(truncatingIfNeeded: layer)
    self.exponent = Int16(truncatingIfNeeded: exponent)
    self.significand = significand
    self.cells = Int16(truncatingIfNeeded: cells)
    self.valid = Int16(truncatingIfNeeded: valid)
  }
}

/// Adds up the values of runs without rounding.
///
/// Values are shifted against a large number so that their digits stand at the end of a `Double`, where they are counted
/// as whole numbers; a value that would lose a digit there shows by not coming back. As long as the values of a run span
/// less than 28 binary orders of magnitude in single precision, which is nearly always, one pass is enough; a second one
/// takes up to 50 more; the rest is taken one by one. Which of these it was does not show in the sum.
struct RunSummation<Number: SurfaceNumber> {
  let layer: Int
  /// The power of two of the last digit that is counted, a guess from the run before.
  private var exponent = -30
  /// Whether the run before needed two passes.
  private var isWide = false
  /// Whether cells of the run before had no value.
  private var hasGaps = false

  init(layer: Int) { self.layer = layer }

  /// Appends the totals of a run.
  mutating func append(_ values: UnsafePointer<Number>, count: Int, run: Int, to totals: inout [RunTotal]) {
    // Sums of 256 whole numbers of 51 bits fit 64.
    for first in stride(from: 0, to: count, by: 256) {
      appendPiece(values + first, count: min(256, count - first), run: run, to: &totals)
    }
  }

  /// Appends a total for each cell that has a value, and one for those that have none.
  func appendEach(_ values: UnsafePointer<Number>, count: Int, run: Int, to totals: inout [RunTotal]) {
    for i in 0..<count {
      let value = values[i].double
      let isPresent = value.isFinite
      let term = isPresent ? ExactSum.term(of: value) : (significand: 0, exponent: 0)
      totals.append(
        RunTotal(
          run: run, layer: layer, significand: term.significand, exponent: term.exponent, cells: 1,
          valid: isPresent ? 1 : 0))
    }
  }

  private mutating func appendPiece(
    _ values: UnsafePointer<Number>, count: Int, run: Int, to totals: inout [RunTotal]
  ) {
    let narrow =
      isWide
      ? nil
      : (hasGaps ? nil : narrowSum(values, count: count, withGaps: false))
        ?? narrowSum(values, count: count, withGaps: true)
    if let narrow {
      hasGaps = narrow.valid < count
      totals.append(
        RunTotal(
          run: run, layer: layer, significand: narrow.significand, exponent: exponent, cells: count, valid: narrow.valid
        ))
      return
    }
    var largest = 0.0
    var valid = 0
    for i in 0..<count {
      let size = values[i].double.magnitude
      guard size.isFinite else { continue }
      valid += 1
      largest = max(largest, size)
    }
    totals.append(RunTotal(run: run, layer: layer, significand: 0, exponent: 0, cells: count, valid: valid))
    if largest == 0 { return }
    // Room for values up to eight times as large.
    exponent = Int(largest.exponent) - 47
    if (-1000...960).contains(exponent), let sums = wideSum(values, count: count) {
      isWide = sums.low != 0
      totals.append(RunTotal(run: run, layer: layer, significand: sums.high, exponent: exponent))
      if isWide { totals.append(RunTotal(run: run, layer: layer, significand: sums.low, exponent: exponent - 50)) }
      return
    }
    for i in 0..<count {
      let value = values[i].double
      if !value.isFinite || value == 0 { continue }
      let term = ExactSum.term(of: value)
      totals.append(RunTotal(run: run, layer: layer, significand: term.significand, exponent: term.exponent))
    }
  }

  /// 1.5 · 2^52 digits: adding a smaller number shifts it so that its last digit is of the order 2^`exponent`.
  private static func shift(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: exponent + 52 + 1023) << 52 | 1 << 51)
  }

  /// The sum in whole numbers of 2^`exponent`; `nil` unless each value is one.
  ///
  /// - Parameter withGaps: whether cells without a value are left out and counted; they make it `nil` otherwise. Said by
  ///   the caller in so many words, so that each has a loop without the question.
  @inline(__always)
  private func narrowSum(
    _ values: UnsafePointer<Number>, count: Int, withGaps: Bool
  ) -> (significand: Int64, valid: Int)? {
    let shift = Self.shift(exponent)
    var sum: UInt64 = 0
    var lost: UInt64 = 0
    var beyond: UInt64 = 0
    var gaps: Int32 = 0
    for i in 0..<count {
      let value = values[i]
      let isGap = withGaps && !(value - value == 0)
      gaps &+= isGap ? 1 : 0
      let number = (isGap ? 0 : value).double
      let shifted = number + shift
      sum &+= shifted.bitPattern
      beyond |= shifted.bitPattern ^ shift.bitPattern
      lost |= (number - (shifted - shift)).bitPattern
    }
    // A sign alone is no loss; another exponent means that a value was too large, or none.
    guard lost << 1 == 0, beyond >> 52 == 0 else { return nil }
    let ofShifts = UInt64(truncatingIfNeeded: count) &* shift.bitPattern
    return (Int64(bitPattern: sum &- ofShifts), count - Int(gaps))
  }

  /// The sum in whole numbers of 2^`exponent` and of 2^(`exponent` − 50); `nil` unless each value is two such.
  private func wideSum(_ values: UnsafePointer<Number>, count: Int) -> (high: Int64, low: Int64)? {
    let (shift, fine) = (Self.shift(exponent), Self.shift(exponent - 50))
    var (high, low, lost): (UInt64, UInt64, UInt64) = (0, 0, 0)
    for i in 0..<count {
      let value = values[i]
      let number = (value - value == 0 ? value : 0).double
      let shifted = number + shift
      let rest = number - (shifted - shift)
      let shiftedRest = rest + fine
      high &+= shifted.bitPattern
      low &+= shiftedRest.bitPattern
      lost |= (rest - (shiftedRest - fine)).bitPattern
    }
    guard lost << 1 == 0 else { return nil }
    let n = UInt64(truncatingIfNeeded: count)
    return (Int64(bitPattern: high &- n &* shift.bitPattern), Int64(bitPattern: low &- n &* fine.bitPattern))
  }
}
