import Statistics

/// The places at which one covariate is held while all others vary.
struct CovariateProbes: Sendable {
  struct Point: Sendable {
    /// As a reader names it: a value, the code of a class, a direction in degrees.
    var at: Double
    /// As trees read it, one number for each column of the covariate.
    var values: [Double]
  }

  /// The covariate's place in the table.
  let place: Int
  let name: String
  let scale: PartialDependence.Scale
  /// Ascending by `at`.
  let points: [Point]

  init(_ place: Int, of table: CovariateTable, _ grid: PartialDependenceGrid) throws(LearningError) {
    func check(_ setting: String, _ found: Int, _ isAllowed: Bool, _ allowed: String) throws(LearningError) {
      guard isAllowed else {
        throw LearningError(
          .outOfRange(setting: setting, found: Double(found), allowed: allowed), in: "partial dependence")
      }
    }
    try check("the number of quantiles", grid.quantiles, grid.quantiles >= 2, "2 or more")
    try check("the number of directions", grid.directions, grid.directions >= 1, "1 or more")
    let last = table.covariates.count - 1
    try check("the place of a covariate", place, (0...last).contains(place), "0 to \(last)")
    let covariate = table.covariates[place]
    self.place = place
    name = covariate.name
    switch covariate.values {
    case .continuous(let column):
      scale = .continuous
      let sorted = column.sorted()
      var met: [Double] = []
      for step in 0..<grid.quantiles {
        let share = Double(step) / Double(grid.quantiles - 1)
        if let value = quantile(share, ofSorted: sorted), value != met.last { met.append(value) }
      }
      points = met.map { Point(at: $0, values: [$0]) }
    case .categorical(let codes):
      scale = .categorical
      // Trees read the rank of a code among the codes of the table.
      points = Set(codes).sorted().enumerated().map { Point(at: Double($1), values: [Double($0)]) }
    case .circular(let columns):
      scale = .circular
      try check("the number of columns of '\(covariate.name)'", columns.count, columns.count == 2, "2, sine and cosine")
      points = (0..<grid.directions).map { step in
        let turn = Double(step) / Double(grid.directions)
        let angle = 6.283185307179586 * turn
        return Point(at: 360 * turn, values: [Portable.sin(angle), Portable.cos(angle)])
      }
    }
  }
}
