import Statistics
import Testing

@testable import Learning

private func noise(_ rows: Int, _ name: String) -> [Double] {
  var stream = RandomStream(seed: 8, name: name)
  return (0..<rows).map { _ in stream.uniform() }
}

private func dependence(
  on places: [Int], _ covariates: [Covariate], _ response: [Double],
  _ settings: ForestSettings = ForestSettings(trees: 60), grid: PartialDependenceGrid = .init(), threads: Int = 1
) throws -> [PartialDependence] {
  let table = try CovariateTable(covariates: covariates, response: response)
  return try partialDependence(on: places, in: table, settings: settings, grid: grid, seed: 1, threads: threads)
}

@Suite struct PartialDependenceTests {
  /// Of each kind one covariate, directions in twelfths of a turn, all of which tell on the response.
  private let mixed: [Covariate]
  private let response: [Double]

  init() {
    let (slope, codes) = (noise(151, "slope"), noise(151, "codes").map { Int16($0 * 5) * 7 - 9 })
    let turns = noise(151, "turns").map { ($0 * 12).rounded(.down) / 12 * 6.283185307179586 }
    let (sine, cosine) = (turns.map(Portable.sin), turns.map(Portable.cos))
    mixed = [
      Covariate("slope", .continuous(slope)), Covariate("class", .categorical(codes)),
      Covariate("aspect", .circular([sine, cosine])),
    ]
    response = slope.indices.map { slope[$0] * (codes[$0] == 12 ? 3 : 1) + sine[$0] * slope[$0] - cosine[$0] }
  }

  @Test func `A response that rises with a covariate gives back its line`() throws {
    let (x, z) = ((0..<200).map { Double($0) / 199 }, noise(200, "z"))
    let figure = try dependence(
      on: [0], [Covariate("x", .continuous(x)), Covariate("z", .continuous(z))], x.indices.map { 2 * x[$0] + z[$0] },
      ForestSettings(trees: 200, candidates: 2, minimumNode: 1), grid: PartialDependenceGrid(quantiles: 11))[0]
    #expect(figure.name == "x" && figure.scale == .continuous && figure.points.count == 11)
    // A tree meets about 126 of the 200 rows and ends with one in each leaf, so leaves are about 1/√126 = 0.09 wide in x
    // and 0.18 high in the response. Averaging cancels that between the ends; at an end half of it, 0.09, remains.
    let offset = z.reduce(0, +) / 200
    for (step, point) in figure.points.enumerated() {
      #expect(abs(point.at - Double(step) / 10) <= 1e-12)
      #expect(abs(point.response - 2 * point.at - offset) < 0.12, "at \(point.at): \(point.response - offset)")
    }
  }

  @Test func `A covariate that no tree uses gives one flat line, the mean of all predictions`() throws {
    // The side decides alone: every tree splits once by it and its leaves are pure.
    let side = (0..<200).map { Double($0 % 2) }
    let figures = try dependence(
      on: [0, 1], [Covariate("noise", .continuous(noise(200, "a"))), Covariate("side", .continuous(side))], side,
      ForestSettings(trees: 40, candidates: 2))
    #expect(figures[0].points.count == 21)
    for point in figures[0].points { #expect(abs(point.response - 0.5) <= 1e-12) }
    #expect(figures[1].points.first?.at == 0 && figures[1].points.last?.at == 1)
    #expect(abs(figures[1].points[0].response) <= 1e-12)
    #expect(abs((figures[1].points.last?.response ?? 0) - 1) <= 1e-12)
  }

  @Test func `A covariate without bearing stays flat within a tenth of what the other moves`() throws {
    let (x, z) = (noise(200, "x"), noise(200, "idle"))
    let figures = try dependence(
      on: [0, 1], [Covariate("x", .continuous(x)), Covariate("idle", .continuous(z))], x,
      ForestSettings(trees: 100, candidates: 2))
    func range(_ figure: PartialDependence) -> Double {
      let values = figure.points.map(\.response)
      return (values.max() ?? 0) - (values.min() ?? 0)
    }
    #expect(range(figures[0]) > 0.85 && range(figures[1]) < 0.085)
  }

  @Test func `A class that decides alone gives a step at its code and nowhere else`() throws {
    let codes = (0..<150).map { Int16($0 % 5) * 10 - 20 }
    let figure = try dependence(
      on: [0], [Covariate("class", .categorical(codes))], codes.map { $0 == 10 ? 4 : 1 })[0]
    #expect(figure.scale == .categorical && figure.points.map(\.at) == [-20, -10, 0, 10, 20])
    for point in figure.points { #expect(abs(point.response - (point.at == 10 ? 4 : 1)) <= 1e-12) }
  }

  @Test func `Directions turn sine and cosine together: a response to the east is highest at 90 degrees`() throws {
    let turns = (0..<180).map { Double($0 % 12) / 12 * 6.283185307179586 }
    let (sine, cosine) = (turns.map(Portable.sin), turns.map(Portable.cos))
    // East alone: sine 1, which is a leaf of its own in every tree that draws any such row.
    let figure = try dependence(
      on: [0], [Covariate("aspect", .circular([sine, cosine]))], sine.map { $0 > 0.99 ? 1 : 0 },
      grid: PartialDependenceGrid(directions: 12))[0]
    #expect(figure.scale == .circular)
    for (step, point) in figure.points.enumerated() {
      #expect(abs(point.at - 30 * Double(step)) <= 1e-12)
      #expect(abs(point.response - (step == 3 ? 1 : 0)) <= 1e-12)
    }
  }

  @Test func `Each point is the mean over trees and rows with the covariate put in by hand`() throws {
    let table = try CovariateTable(covariates: mixed, response: response)
    let (columns, settings) = (ForestColumns(table), ForestSettings(trees: 30))
    // With 11 quantiles of 151 rows every quantile is a value, and every class and twelfth of a turn is met: a row that
    // has it gives it to all.
    let figures = try partialDependence(
      on: [0, 1, 2], in: table, settings: settings, grid: PartialDependenceGrid(quantiles: 11, directions: 12), seed: 5)
    var grower = TreeGrower(columns, settings: settings)
    let trees = (0..<30).map { grower.grow(tree: $0, of: 0, seed: 5).tree }
    let rows = Array(0..<Int32(151))
    let centre = response.reduce(0, +) / 151
    for (place, figure) in figures.enumerated() {
      for point in figure.points {
        let donor = try #require(rows.first { has(point.at, row: Int($0), place) }, "\(figure.name) \(point.at)")
        let donors = [Int32](repeating: donor, count: 151)
        let sums = trees.map { tree in
          tree.predictions(in: columns, rows: rows, replacing: place, from: donors).reduce(0, +)
        }
        #expect(abs(point.response - centre - sums.reduce(0, +) / (30 * 151)) <= 1e-12)
      }
    }
    #expect(figures.map(\.points.count) == [11, 5, 12])
  }

  private func has(_ value: Double, row: Int, _ place: Int) -> Bool {
    switch mixed[place].values {
    case .continuous(let column): abs(column[row] - value) <= 1e-9
    case .categorical(let codes): Double(codes[row]) == value
    case .circular(let columns):
      abs(columns[0][row] - Portable.sin(value / 360 * 6.283185307179586)) <= 1e-9
        && abs(columns[1][row] - Portable.cos(value / 360 * 6.283185307179586)) <= 1e-9
    }
  }

  @Test func `The trees are those that ranked the covariates`() throws {
    let table = try CovariateTable(covariates: mixed, response: response)
    let (columns, settings) = (ForestColumns(table), ForestSettings(trees: 20))
    var grower = TreeGrower(columns, settings: settings)
    var (sums, counts) = ([Double](repeating: 0, count: 151), [Double](repeating: 0, count: 151))
    for number in 0..<20 {
      let (tree, rows) = grower.grow(tree: number, of: 3, seed: 7)
      for (row, value) in zip(rows, tree.predictions(in: columns, rows: rows, from: rows)) {
        sums[Int(row)] += value
        counts[Int(row)] += 1
      }
    }
    let met = counts.indices.filter { counts[$0] > 0 }
    let error = met.reduce(0) {
      $0 + (sums[$1] / counts[$1] - columns.response[$1]) * (sums[$1] / counts[$1] - columns.response[$1])
    }
    let ranked = try forestImportance(of: table, settings: settings, seed: 7, forest: 3)
    #expect(abs(error / Double(met.count) / ranked.outOfBagError - 1) <= 1e-12)
  }

  @Test(arguments: [2, 3])
  func `The same bits come from any number of threads`(threads: Int) throws {
    #expect(
      try dependence(on: [2, 0, 1], mixed, response) == dependence(on: [2, 0, 1], mixed, response, threads: threads))
  }

  @Test func `A constant covariate makes one point`() throws {
    let figure = try dependence(
      on: [1],
      [Covariate("x", .continuous(noise(50, "x"))), Covariate("flat", .continuous(Array(repeating: 7, count: 50)))],
      noise(50, "x"))[0]
    #expect(figure.points.map(\.at) == [7])
  }

  @Test func `What cannot be drawn is refused with its reason`() throws {
    func problem(_ place: Int, _ grid: PartialDependenceGrid = .init(), _ first: Covariate? = nil) -> String {
      do {
        _ = try dependence(on: [place], [first ?? mixed[0]] + mixed.dropFirst(), response, grid: grid)
        return "none"
      } catch {
        return "\(error)"
      }
    }
    #expect(problem(3).contains("the place of a covariate is 3, allowed is 0 to 2"))
    #expect(problem(0, PartialDependenceGrid(quantiles: 1)).contains("the number of quantiles is 1"))
    #expect(problem(2, PartialDependenceGrid(directions: 0)).contains("the number of directions is 0"))
    let sines = Covariate("sines", .circular([noise(151, "s")]))
    #expect(
      problem(0, .init(), sines).contains("the number of columns of 'sines' is 1, allowed is 2, sine and cosine"))
  }
}
