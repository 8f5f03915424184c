import Foundation
import Grids
import Testing

@testable import Terrain

/// Surfaces whose derivatives are known in closed form. The tables hold the exact values; formulas, signs and tolerances
/// are those of the fixtures' own description.
@Suite struct AnalyticSurfaceTests {
  /// Attribute, convention and the column that holds its exact value.
  static let columns: [(TerrainAttribute, TerrainOptions.CurvatureConvention, String)] = [
    (.slope, .geometric, "slope_deg"), (.aspect, .geometric, "aspect_deg"), (.laplacian, .geometric, "laplacian"),
    (.generalCurvature, .geometric, "zt_general"), (.profileCurvature, .geometric, "k_profile"),
    (.planCurvature, .geometric, "k_plan"), (.tangentialCurvature, .geometric, "k_tangential"),
    (.profileCurvature, .zevenbergenThorne, "zt_profile"), (.planCurvature, .zevenbergenThorne, "zt_plan"),
  ]

  @Test(
    arguments: ["plane_e", "plane_n", "plane_oblique", "dome", "bowl", "saddle", "ridge_diag"],
    TerrainOptions.Stencil.allCases)
  func `Planes and quadratics come out exact in both stencils`(surface: String, stencil: TerrainOptions.Stencil) throws
  {
    let heights = try readFixture("analytic/\(surface).tif")
    let table = try Table("analytic/\(surface).csv")
    for (attribute, convention, column) in Self.columns {
      let found = try heights.derived(attribute, TerrainOptions(stencil: stencil, curvature: convention))
      for row in table.rows {
        let exact = try Table.number(column, in: row)
        let cell = try Table.cell(of: row)
        // 1e-9 relative; 1e-12 where the exact value is 0. Rounding of heights near 5000 m leaves 1e-11.
        let tolerance = max(1e-9 * exact.magnitude, 1e-12)
        let error = difference(found[cell], exact, circle: attribute == .aspect ? 360 : nil)
        #expect(error <= tolerance || exact.isNaN && found[cell].isNaN, "\(column) at \(cell): \(found[cell])")
      }
    }
  }

  @Test(arguments: ["gauss_hill", "eggcrate"])
  func `Curved surfaces come out within the error of second order`(surface: String) throws {
    let heights = try readFixture("analytic/\(surface).tif")
    // The tolerances hold where the ground has a gradient; at the very summit of the hill it is 0.36 %.
    let sloping = try Table("analytic/\(surface).csv").rows.filter { try !Table.number("aspect_deg", in: $0).isNaN }
    // Of the largest exact value, printed to two digits; measured on these surfaces by an independent program.
    let tolerances: [(TerrainAttribute, TerrainOptions.CurvatureConvention, String, Double)] = [
      (.slope, .geometric, "slope_deg", 0.0061), (.laplacian, .geometric, "laplacian", 0.0032),
      (.generalCurvature, .geometric, "zt_general", 0.0032),
      (.profileCurvature, .zevenbergenThorne, "zt_profile", 0.009),
      (.planCurvature, .zevenbergenThorne, "zt_plan", 0.009),
      (.profileCurvature, .geometric, "k_profile", 0.009), (.planCurvature, .geometric, "k_plan", 0.009),
      (.tangentialCurvature, .geometric, "k_tangential", 0.009),
    ]
    for (attribute, convention, column, tolerance) in tolerances {
      let found = try heights.derived(attribute, TerrainOptions(curvature: convention))
      let exact = try sloping.map { try Table.number(column, in: $0) }
      let largest = exact.map(\.magnitude).max() ?? 0
      for (row, value) in zip(sloping, exact) {
        let error = difference(found[try Table.cell(of: row)], value)
        #expect(error < (tolerance + 5e-5) * largest, "\(column) at \(row)")
      }
    }
    let aspect = try heights.derived(.aspect)
    for row in sloping {
      let exact = try Table.number("aspect_deg", in: row)
      #expect(difference(aspect[try Table.cell(of: row)], exact, circle: 360) < 0.155)
    }
  }

  @Test func `A cone has the contour curvature of its circles and no profile curvature`() throws {
    let heights = try readFixture("analytic/cone.tif")
    let table = try Table("analytic/cone.csv")
    let profile = try heights.derived(.profileCurvature, TerrainOptions(curvature: .zevenbergenThorne))
    let plan = try heights.derived(.planCurvature)
    for row in table.rows {
      let radius = hypot(try Table.number("x", in: row), try Table.number("y", in: row))
      if radius < 90 { continue }
      // Fourth derivatives of a cone of slope k are below 9 k / R^3, so second differences err by less than
      // h^2/12 * 9 k / R^3, and a sum of three such terms by less than 2 (h / R)^2 k / R with k = 0.5.
      let error = 2 * (30 / radius) * (30 / radius)
      let cell = try Table.cell(of: row)
      #expect(profile[cell].magnitude <= error * 0.5 / radius)
      #expect(difference(plan[cell], 1 / radius) <= error / radius)
    }
  }

  @Test(arguments: [(0.3, 0), (0, -0.2), (0.25, 0.5), (-0.1, 0.3)], [(30.0, 30.0), (25, 40)])
  func `On a plane ruggedness follows from its gradient`(gradient: (Double, Double), cell: (Double, Double)) throws {
    var geometry = metric(rows: 3, columns: 3)
    (geometry.cellWidth, geometry.cellHeight) = cell
    // Rises to the east and to the north from cell to cell; the eight neighbours lie a, b, a + b and a − b above or below.
    let (a, b) = (gradient.0 * cell.0, gradient.1 * cell.1)
    let heights = Grid(geometry: geometry, cells: (0..<9).map { 800 + a * Double($0 % 3) - b * Double($0 / 3) })
    func found(_ ruggedness: TerrainOptions.Ruggedness) throws -> Double {
      try heights.derived(.ruggedness, TerrainOptions(ruggedness: ruggedness))[CellIndex(row: 1, column: 1)]
    }
    let squares = 6 * a * a + 6 * b * b
    #expect(difference(try found(.riley), squares.squareRoot()) < 1e-11)
    #expect(difference(try found(.rootMeanSquare), (squares / 8).squareRoot()) < 1e-11)
    #expect(difference(try found(.rootMeanSquareOfNine), (squares / 9).squareRoot()) < 1e-11)
    let sizes = 2 * (a.magnitude + b.magnitude + (a + b).magnitude + (a - b).magnitude)
    #expect(difference(try found(.wilson), sizes / 8) < 1e-11)
  }

  @Test func `Flat ground has slope and Laplacian zero and faces nowhere`() throws {
    let heights = try readFixture("analytic/flat.tif")
    let centre = CellIndex(row: 20, column: 20)
    #expect(try heights.derived(.slope)[centre] == 0)
    #expect(try heights.derived(.laplacian)[centre] == 0)
    for attribute: TerrainAttribute in [.aspect, .profileCurvature, .planCurvature, .tangentialCurvature] {
      #expect(try heights.derived(attribute)[centre].isNaN)
      #expect(try heights.derived(attribute, TerrainOptions(minimumGradient: 0))[centre].isNaN)
    }
    #expect(try heights.derived(.planCurvature, TerrainOptions(flatCurvature: .zero))[centre] == 0)
  }

  @Test func `Plan curvature is missing below the least gradient and present above it`() throws {
    // A trough along the y axis that falls north by 1e-4: the contour curvature is 2 A / 1e-4.
    let across = [0.9, 0, 0.9]
    let rows = [0, 0.003, 0.006].map { south in across.map { south + $0 } }
    let centre = CellIndex(row: 1, column: 1)
    #expect(try grid(rows).derived(.planCurvature, TerrainOptions(minimumGradient: 1.1e-4))[centre].isNaN)
    let found = try grid(rows).derived(.planCurvature, TerrainOptions(minimumGradient: 0.9e-4))[centre]
    #expect(difference(found, -2e-3 / 1e-4) < 1e-9)
  }

  @Test func `Halving the cell divides the error by four`() throws {
    func error(_ attribute: TerrainAttribute, cell: Double) throws -> Double {
      // z = 300 exp(-(x^2 + y^2) / 2 sigma^2) around x = 250, y = 120.
      let variance = 250.0 * 250
      func height(_ x: Double, _ y: Double) -> Double { 300 * exp(-(x * x + y * y) / (2 * variance)) }
      let (x, y) = (250.0, 120.0)
      let rows = [1.0, 0, -1].map { north in [-1.0, 0, 1].map { height(x + $0 * cell, y + north * cell) } }
      let found = try grid(rows, cell: cell).derived(attribute)[CellIndex(row: 1, column: 1)]
      let z = height(x, y)
      let exact =
        attribute == .slope
        ? atan(hypot(x, y) / variance * z) * 180 / .pi : ((x * x + y * y) / variance - 2) / variance * z
      return (found - exact).magnitude
    }
    for attribute: TerrainAttribute in [.slope, .laplacian] {
      let ratio = try error(attribute, cell: 30) / error(attribute, cell: 15)
      #expect((3.8...4.2).contains(ratio), "\(attribute): \(ratio)")
    }
  }

  @Test(arguments: ["geo_north_27", "geo_east_27", "geo_east_39"])
  func `On a geographic grid slope and spacing are those of the ellipsoid`(surface: String) throws {
    let heights = try readFixture("analytic/\(surface).tif")
    let spacing = try Spacing(geographic: heights.geometry)
    let derived = derive([.slope, .aspect], from: heights, spacing: spacing)
    let (slope, aspect) = (try #require(derived[.slope]), try #require(derived[.aspect]))
    for row in try Table("analytic/\(surface).csv").rows {
      let cell = try Table.cell(of: row)
      let east = try Table.number("ew_spacing_m", in: row)
      let north = try Table.number("ns_spacing_m", in: row)
      // The latitude of a row comes from the file's edges, which round at 1e-14 degrees.
      #expect(difference(spacing.rows[cell.row].eastward, east) < 1e-11 * east)
      #expect(difference(spacing.rows[cell.row].northward, north) < 1e-11 * north)
      #expect(difference(slope[cell], try Table.number("slope_deg", in: row)) < 1e-8)
      // A degree of slope's error turns the aspect by less than its cotangent, here below 4.
      let facing = try Table.number("aspect_deg", in: row)
      #expect(difference(aspect[cell], facing, circle: 360) < 4e-8)
    }
  }

  @Test func `Cells without a size on the ground are refused with the reason`() throws {
    let pole = GridGeometry(
      crs: "EPSG:4326", west: 0, north: 90.5, cellWidth: 1, cellHeight: 1, columns: 2, rows: 2)
    #expect(throws: SpacingError(geometry: pole, problem: .beyondPole)) { try Spacing(geographic: pole) }
    var flat = pole
    flat.cellHeight = 0
    #expect(throws: SpacingError(geometry: flat, problem: .notPositive)) { try Spacing(projected: flat) }
    #expect(
      SpacingError(geometry: flat, problem: .notPositive).description
        == """
        EPSG:4326: error: cells of 1.0 by 0.0 have no size on the ground
          Give the raster a geotransform with positive cell width and height.
        """)
  }
}
