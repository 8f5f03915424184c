import Foundation

extension Double {
  /// The shortest decimal text that reads back to the same number, without a fraction where there is none: `552`,
  /// `0.89`, `1.42e-06`. The same in every locale.
  package var text: String {
    if self == rounded(), magnitude < 1e15 { return String(Int(self)) }
    return description
  }

  /// The nearest number of `digits` significant decimal digits.
  package func rounded(toDigits digits: Int) -> Double {
    Double(String(format: "%.\(digits)g", self)) ?? self
  }
}
