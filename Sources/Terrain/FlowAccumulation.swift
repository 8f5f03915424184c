extension FlowNetwork {
  /// How many cells drain through each cell, itself included; NaN where there is no value.
  ///
  /// Counts are whole, so that their sum is exact in any order. At the cells that drain off the grid they add up to
  /// the number of cells.
  ///
  /// - Complexity: O(n).
  func accumulation() -> [Double] {
    var count = [Double](repeating: .nan, count: frame.count)
    for place in downstream { count[place] = 1 }
    for place in downstream {
      if let receiver = receiver(of: place) { count[receiver] += count[place] }
    }
    return count
  }
}
