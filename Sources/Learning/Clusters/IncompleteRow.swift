extension Prototypes {
  /// The cluster of a row in which some columns have no value: the prototype nearest over the columns that have one.
  ///
  /// The cost of each prototype is that of k-prototypes, squared differences + γ · mismatches, summed over the known
  /// columns alone; of equally near prototypes the lowest label wins.
  ///
  /// - Parameters:
  ///   - numbers: on the scale of the prototypes, NaN where there is none.
  ///   - codes: `nil` where there is none.
  /// - Returns: `nil` for a row without any value.
  package func nearest(numbers: [Double], codes: [Int16?], gamma: Double) -> Int? {
    guard numbers.contains(where: { !$0.isNaN }) || codes.contains(where: { $0 != nil }) else { return nil }
    return (0..<count).min { cost(of: $0, numbers, codes, gamma) < cost(of: $1, numbers, codes, gamma) }
  }

  private func cost(of cluster: Int, _ numbers: [Double], _ codes: [Int16?], _ gamma: Double) -> Double {
    var sum = 0.0
    for (column, number) in numbers.enumerated() where !number.isNaN {
      let difference = number - centroids[cluster][column]
      sum += difference * difference
    }
    for (column, code) in codes.enumerated() {
      if let code, code != modes[cluster][column] { sum += gamma }
    }
    return sum
  }
}
