import Statistics

/// The points of a search, with their scores and their order from the best to the worst.
struct Population {
  let bounds: [ClosedRange<Double>]
  var points: [[Double]]
  var scores: [Double]
  /// Places of `points`, best first; equal scores by place.
  private(set) var order: [Int]

  /// Draws `count` points uniformly from `bounds`.
  init(count: Int, bounds: [ClosedRange<Double>], stream: inout RandomStream, score: ([Double]) -> Double) {
    self.bounds = bounds
    points = []
    scores = []
    for _ in 0..<count {
      let point = bounds.map { Self.draw($0, &stream) }
      points.append(point)
      scores.append(score(point))
    }
    order = Array(0..<count)
    rank()
  }

  mutating func rank() {
    order.sort { (scores[$0], $0) < (scores[$1], $1) }
  }

  /// The geometric mean, over the variables that are not fixed, of the population's extent over the bounds'; 0 when all
  /// are fixed.
  var extent: Double {
    var logarithms: [Double] = []
    for (variable, bound) in bounds.enumerated() where bound.upperBound > bound.lowerBound {
      let hull = hull(of: points.indices, variable)
      let share = (hull.upperBound - hull.lowerBound) / (bound.upperBound - bound.lowerBound)
      logarithms.append(Portable.log(max(share, 1e-300)))
    }
    return mean(logarithms).map(Portable.exp) ?? 0
  }

  /// The least range that holds one variable of the points at `places`, of which there is at least one.
  func hull(of places: some Sequence<Int>, _ variable: Int) -> ClosedRange<Double> {
    var least = Double.infinity
    var greatest = -Double.infinity
    for place in places {
      least = min(least, points[place][variable])
      greatest = max(greatest, points[place][variable])
    }
    return least...greatest
  }

  /// A uniform number from `range`.
  static func draw(_ range: ClosedRange<Double>, _ stream: inout RandomStream) -> Double {
    clamp(range.lowerBound + (range.upperBound - range.lowerBound) * stream.uniform(), range)
  }

  /// `value`, or the end of `range` that rounding carried it past.
  static func clamp(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    min(max(value, range.lowerBound), range.upperBound)
  }
}
