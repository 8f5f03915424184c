extension Ground {
  /// What drains through each cell, itself included.
  ///
  /// Amounts are whole, so that their sum is exact in any order. At the cells where water ends they add up to the sum
  /// over all cells.
  ///
  /// - Parameters:
  ///   - amounts: what each cell of a row adds.
  ///   - inflow: what enters a tile at a place.
  /// - Returns: 0 for voids. The frame holds what leaves a tile.
  /// - Complexity: O(n).
  func accumulated(_ amounts: [Int64], inflow: [(place: Int, amount: Int64)] = []) -> Field<Int64> {
    let sums = Field<Int64>(count: frame.count, repeating: 0)
    for row in 0..<frame.rows {
      let amount = amounts[row]
      for place in frame.places(ofRow: row) where courses[place].isDecided { sums[place] = amount }
    }
    for (place, amount) in inflow { sums[place] += amount }
    walkDownstream { place, receiver in
      if receiver != place { sums[receiver] += sums[place] }
    }
    return sums
  }

  /// Visits every cell with a height once, each after all that drain to it.
  ///
  /// From every cell without a donor the visit goes on downstream as far as a cell still waits for another donor. What
  /// is carried along must not depend on the order of the donors of a cell, which is why it is in whole numbers.
  ///
  /// - Parameter visit: the place of a cell and the place that it drains to, which may lie in the frame; its own place
  ///   where its water ends. All courses are decided before and after; during the walk they carry marks.
  /// - Complexity: O(n).
  @inline(__always)
  func walkDownstream(_ visit: (_ place: Int, _ receiver: Int) -> Void) {
    let steps = frame.steps
    // The upper half of the byte counts the donors that a cell still waits for; 15 marks a cell that was visited.
    let donor: UInt8 = 16
    let visited: UInt8 = 15 * 16
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) {
        let way = courses[place].bits & 15
        if way < 8 { courses[place + steps[Int(way)]].bits += donor }
      }
    }
    for row in 0..<frame.rows {
      for source in frame.places(ofRow: row) where courses[source].isDecided {
        var place = source
        while true {
          let way = courses[place].bits
          courses[place].bits = way | visited
          guard way < 8 else {
            visit(place, place)
            break
          }
          let receiver = place + steps[Int(way)]
          visit(place, receiver)
          courses[receiver].bits -= donor
          // Nothing in the frame is decided, so the walk ends there too.
          guard courses[receiver].isDecided else { break }
          place = receiver
        }
      }
    }
    for row in 0..<frame.rows {
      for place in frame.places(ofRow: row) { courses[place] = courses[place].plain }
    }
  }

  /// The place that a cell drains to; `nil` where its water ends.
  @inline(__always)
  func receiver(of place: Int, _ steps: Steps) -> Int? {
    let course = courses[place]
    return course.leadsOn ? place + steps[Int(course.bits)] : nil
  }
}
