import Grids
import Statistics
import Testing

@testable import MassBalance

@Suite struct `The profile likelihood` {
  let box: GroupBox

  init() throws { box = try #require(GroupBox()) }

  /// Places where one process erodes, by 1, 2, 3, … 24 (curvature by thousandths), and no energy reaches the ground.
  ///
  /// Thickness is then A + h₀ x with x = −ln(erosion): a straight line. Its errors alternate in a fixed way.
  func line(process: Int) -> (places: [Forcing], x: [Double], y: [Double]) {
    let sizes = (1...24).map { Double($0) * (process == 2 ? 1e-3 : 1) }
    let places = sizes.map { size in
      Forcing(
        temperature: Quantity(-1000), precipitation: Quantity(600), waterErosion: Quantity(process == 0 ? size : 0),
        windErosion: Quantity(process == 1 ? size : 0), curvature: Quantity(process == 2 ? size : 0))
    }
    let x = sizes.map { -Portable.log($0) }
    let errors: [Double] = [0.03, -0.02, -0.04, 0.01, 0.05, -0.03, 0.02, -0.01]
    return (places, x, x.indices.map { 0.95 + 0.05 * x[$0] + errors[$0 % 8] })
  }

  func likelihood(_ places: [Forcing], _ y: [Double], level: Double = 0.9) throws -> (GroupModel, ProfileLikelihood) {
    let model = GroupModel(forcing: places, observed: observing(y))
    let start = try #require(IdentifiableGroups(vector: [0.1, 1e-5, 1e-9, 1e-9, 1e-9]))
    let fit = try #require(GroupFit(of: model, from: start, within: box))
    return (model, ProfileLikelihood(of: model, around: fit, within: box, level: level))
  }

  /// Moving the slope of a straight line by d, its intercept fitted anew, adds d² Σ(x − mean)² to the sum of squares. The
  /// quantiles are SciPy's for 19 degrees of freedom. Ends are sought to 1e-5 of their value.
  @Test(arguments: [0, 1, 2], [(0.9, 1.7291328115213682), (0.95, 2.0930240544083087)])
  func `of a straight line is the interval of its slope, and the unseen has no bounds`(
    process: Int, quantile: (level: Double, t: Double)
  ) throws {
    let (places, x, y) = line(process: process)
    let (model, found) = try likelihood(places, y, level: quantile.level)
    let meanX = try #require(mean(x))
    let meanY = try #require(mean(y))
    let xx = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / xx
    let least = zip(x, y).reduce(0) { sum, pair in
      let rest = pair.1 - meanY - slope * (pair.0 - meanX)
      return sum + rest * rest
    }
    #expect((found.fit.sumOfSquares / least - 1).magnitude < 1e-9)
    #expect((try #require(found.threshold) / (least * (1 + quantile.t * quantile.t / 19)) - 1).magnitude < 1e-9)
    let reach = quantile.t * (least / 19 / xx).squareRoot()
    #expect((try #require(found.intervals[0].lower) / (slope - reach) - 1).magnitude < 3e-5)
    #expect((try #require(found.intervals[0].upper) / (slope + reach) - 1).magnitude < 3e-5)

    // Held at w, thickness is h₀ (x − ln w), a line through the origin: SSE = Σy² − (Σzy)² / Σz².
    func squares(_ group: Double) -> Double {
      let z = x.map { $0 - Portable.log(group) }
      let zy = zip(z, y).reduce(0) { $0 + $1.0 * $1.1 }
      return y.reduce(0) { $0 + $1 * $1 } - zy * zy / z.reduce(0) { $0 + $1 * $1 }
    }
    let rise = try #require(found.threshold) - least
    for end in [found.intervals[process + 2].lower, found.intervals[process + 2].upper] {
      #expect(((squares(try #require(end)) - least) / rise - 1).magnitude < 1e-3)
    }
    for group in 1..<5 where group != process + 2 {
      #expect(found.intervals[group] == ProfileLikelihood.Interval(lower: nil, upper: nil))
    }
    #expect(model.count == 24)
  }

  @Test func `widens with the level`() throws {
    let (places, _, y) = line(process: 0)
    let widths = try [0.5, 0.9, 0.99].map { level in
      let interval = try likelihood(places, y, level: level).1.intervals[0]
      return try #require(interval.upper) - (try #require(interval.lower))
    }
    #expect(widths[0] < widths[1] && widths[1] < widths[2])
  }

  @Test(arguments: [1, 4, 5])
  func `bounds nothing with five profiles or fewer`(count: Int) throws {
    let places = scatteredPlaces(count)
    let (_, found) = try likelihood(places, places.indices.map { 0.5 + 0.1 * Double($0) })
    #expect(found.threshold == nil && found.intervals.count == 5)
    #expect(found.intervals.allSatisfy { $0.lower == nil && $0.upper == nil })
  }

  @Test func `starts over where it meets a better fit than it was given`() throws {
    let (places, _, y) = line(process: 0)
    let (model, found) = try likelihood(places, y)
    var worse = found.fit
    worse.groups.h0 *= 1.04
    worse.sumOfSquares = try #require(model.sumOfSquares(worse.groups))
    #expect(worse.sumOfSquares > 1.001 * found.fit.sumOfSquares)
    let again = ProfileLikelihood(of: model, around: worse, within: box)
    #expect((again.fit.sumOfSquares / found.fit.sumOfSquares - 1).magnitude < 1e-9)
    #expect((try #require(again.intervals[0].upper) / (try #require(found.intervals[0].upper)) - 1).magnitude < 3e-5)
  }

  /// Their mean is what thickness tends to without depth, so no h₀ is too small; and nothing is left to tell a process.
  @Test func `of equal observations has no least depth`() throws {
    let places = scatteredPlaces(12)
    let (_, found) = try likelihood(places, places.map { _ in 0.7 })
    #expect(found.intervals[0].lower == nil)
  }

  /// Here thickness rises by 1e-5 m per kJ and answers to no erosion: b = 1e-5 / h₀ serves from h₀ = 1e-4 on, where b comes
  /// to its bound. Erosion would then be exp(−7000), which no number holds; that must not pass for an end.
  @Test func `of thickness that follows climate alone does not take the least number for a least depth`() throws {
    let places = scatteredPlaces(30)
    let errors: [Double] = [0.003, -0.002, -0.004, 0.001, 0.005, -0.003]
    let y = places.indices.map { 0.7 + 1e-5 * places[$0].eemt.value + errors[$0 % 6] }
    let (_, found) = try likelihood(places, y)
    #expect(found.intervals[0].lower == nil && found.intervals[0].upper != nil)
    #expect(found.intervals[1].lower != nil && found.intervals[1].upper == nil)
  }

  @Test func `says inside what is within its ends or beyond an end that is not there`() {
    let interval = ProfileLikelihood.Interval(lower: 1, upper: nil)
    #expect(interval.contains(1) && interval.contains(1e9) && !interval.contains(0.5) && !interval.isBounded)
    #expect(!ProfileLikelihood.Interval(lower: 1, upper: 2).contains(3))
  }
}
