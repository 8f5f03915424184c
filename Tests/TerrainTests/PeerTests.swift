import Foundation
import Geodata
import Grids
import Statistics
import Testing

@testable import Terrain

/// What GDAL 3.6, SAGA 8.5, GRASS 8.2 and xarray-spatial 0.5 make of a crop of the Khumbu, 64 × 64 cells of 90 m. They
/// are peers, not the truth: tolerances are those by which they differ among themselves.
@Suite(.enabled(if: peers != nil, peersNotice))
struct PeerTests {
  let heights: Grid<Double>

  init() throws { heights = try Self.read("real/khumbu_utm64.tif") }

  static func read(_ name: String) throws -> Grid<Double> {
    try readRaster(try #require(peers).appendingPathComponent(name).path)
  }

  static func golden(_ name: String) throws -> Grid<Double> { try read("golden/khumbu_utm64/\(name).tif") }

  @Test(
    arguments: [
      (.horn, "gdal_slope_horn"), (.horn, "grass_slope"), (.horn, "saga_lsq_slope"), (.horn, "xrspatial_slope"),
      (.zevenbergenThorne, "gdal_slope_zt"), (.zevenbergenThorne, "saga_zt_slope"),
    ] as [(TerrainOptions.Stencil, String)])
  func `Slope is that of the peers`(stencil: TerrainOptions.Stencil, name: String) throws {
    let found = try heights.derived(.slope, TerrainOptions(stencil: stencil))
    #expect(greatestDifference(found, try Self.golden(name), border: 1) <= 3.6e-4)
  }

  @Test(
    arguments: [
      (.horn, "gdal_aspect_horn"), (.horn, "grass_aspect"), (.horn, "saga_lsq_aspect"), (.horn, "xrspatial_aspect"),
      (.zevenbergenThorne, "gdal_aspect_zt"), (.zevenbergenThorne, "saga_zt_aspect"),
    ] as [(TerrainOptions.Stencil, String)])
  func `Aspect is that of the peers`(stencil: TerrainOptions.Stencil, name: String) throws {
    let found = try heights.derived(.aspect, TerrainOptions(stencil: stencil))
    var golden = try Self.golden(name)
    // GRASS counts from the east against the clock.
    if name.hasPrefix("grass") { golden = golden.map { (450 - $0).truncatingRemainder(dividingBy: 360) } }
    #expect(greatestDifference(found, golden, circle: 360, border: 1) < 0.0075)
  }

  @Test(
    arguments: [
      (.generalCurvature, "saga_zt_cgene", 1), (.profileCurvature, "saga_zt_clong", 1),
      (.planCurvature, "saga_zt_ccros", 1), (.generalCurvature, "xrspatial_curvature", 100),
    ] as [(TerrainAttribute, String, Double)])
  func `Second derivatives are those of the peers`(attribute: TerrainAttribute, name: String, scale: Double) throws {
    let found = try heights.derived(attribute, TerrainOptions(curvature: .zevenbergenThorne)).map { scale * $0 }
    let golden = try Self.golden(name)
    // Peers work in single precision: sums of four heights near 6000 m round at 4.9e-4 m to 2e-3 m, and 2e-3 m over the
    // square of 90 m is 2.4e-7.
    #expect(greatestDifference(found, golden, border: 1) <= 2.4e-7 * scale)
  }

  @Test func `From the derivatives of GRASS come its profile and tangential curvature`() throws {
    // GRASS writes second derivatives with the opposite sign.
    let names = ["grass_dx", "grass_dy", "grass_dxx", "grass_dxy", "grass_dyy", "grass_pcurvature", "grass_tcurvature"]
    let layers = try names.map { try Self.golden($0) }
    for row in 1..<63 {
      for column in 1..<63 {
        let v = layers.map { $0[CellIndex(row: row, column: column)] }
        let derivatives = Derivatives(p: v[0], q: v[1], r: -v[2], s: -v[3], t: -v[4])
        let steepness = Steepness(derivatives)
        #expect(difference(derivatives.profileOfNormalSection(steepness), v[5]) < 1e-8)
        #expect(difference(derivatives.tangential(steepness), v[6]) < 1e-8)
      }
    }
  }

  @Test func `Ruggedness is Riley's and Wilson's, and three times SAGA's`() throws {
    let riley = try heights.derived(.ruggedness)
    let wilson = try heights.derived(.ruggedness, TerrainOptions(ruggedness: .wilson))
    // Single precision: 750 m at 6e-8 relative, after sums of some terms.
    #expect(greatestDifference(riley, try Self.golden("gdal_tri_riley"), border: 1) < 1e-3)
    #expect(greatestDifference(wilson, try Self.golden("gdal_tri_wilson"), border: 1) < 1e-3)
    #expect(greatestDifference(riley, try Self.golden("saga_tri_square1").map { 3 * $0 }, border: 1) < 1e-3)
  }

  @Test func `Ruggedness by its other names is the root mean square of SAGA and that over eight neighbours`() throws {
    let riley = try heights.derived(.ruggedness)
    let ofNine = try heights.derived(.ruggedness, TerrainOptions(ruggedness: .rootMeanSquareOfNine))
    let ofEight = try heights.derived(.ruggedness, TerrainOptions(ruggedness: .rootMeanSquare))
    #expect(greatestDifference(ofNine, try Self.golden("saga_tri_square1"), border: 1) < 1e-3)
    #expect(greatestDifference(ofEight, riley.map { $0 / 8.squareRoot() }, border: 1) < 1e-12)
  }

  @Test(
    arguments: [
      (.profileCurvature, "saga_zt_cprof"), (.planCurvature, "saga_zt_cplan"), (.tangentialCurvature, "saga_zt_ctang"),
      (.generalCurvature, "saga_zt_cgene"),
    ] as [(TerrainAttribute, String)])
  func `Curvatures by SAGA's convention are SAGA's`(attribute: TerrainAttribute, name: String) throws {
    let found = try heights.derived(attribute, TerrainOptions(curvature: .saga))
    let golden = try Self.golden(name)
    // Single precision, as above; plan curvature divides it by the gradient.
    let slope = try heights.derived(.slope).map { attribute == .planCurvature ? max(tan($0 * .pi / 180), 1e-3) : 1 }
    for place in 0..<found.cells.count where !found.cells[place].isNaN {
      #expect(difference(found.cells[place], golden.cells[place]) <= 2.4e-7 / slope.cells[place])
    }
  }

  @Test func `Esri's curvatures are a hundred times Zevenbergen and Thorne's, profile with the other sign`() throws {
    // General curvature is plan less profile there; the peer that computes it as Esri does is xarray-spatial.
    let esri = TerrainOptions(curvature: .esri)
    let general = try heights.derived(.generalCurvature, esri)
    #expect(greatestDifference(general, try Self.golden("xrspatial_curvature"), border: 1) <= 2.4e-5)
    let plan = try heights.derived(.planCurvature, esri)
    let profile = try heights.derived(.profileCurvature, esri)
    let rest = Grid(geometry: plan.geometry, cells: zip(plan.cells, profile.cells).map(-))
    #expect(greatestDifference(rest, general) < 1e-11)
    #expect(greatestDifference(plan, try Self.golden("saga_zt_ccros").map { 100 * $0 }, border: 1) <= 2.4e-5)
  }

  @Test func `The position index of the nearest cells is GDAL's`() throws {
    let found = try heights.derived(.positionIndex, TerrainOptions(positionRadius: 90))
    // GDAL sums eight heights near 6000 m in single precision.
    #expect(greatestDifference(found, try Self.golden("gdal_tpi"), border: 1) < 4e-3)
  }

  @Test func `Filled heights are SAGA's, bit for bit`() throws {
    #expect(greatestDifference(try heights.derived(.filled), try Self.golden("saga_fill_minslope0")) == 0)
  }

  @Test func `Catchments that stay off the edge are SAGA's, on a surface without flats`() throws {
    let surface = try Self.golden("saga_fill_minslope001")
    let size = CellSize(eastward: 90, northward: 90)
    let ground = drained(surface, size)
    // SAGA lets no water run along the edge, so what takes water from an edge cell differs.
    var takesFromEdge = Set(ground.frame.rim)
    var cells: [Int] = []
    ground.walkDownstream { place, receiver in
      cells.append(place)
      if takesFromEdge.contains(place) { takesFromEdge.insert(receiver) }
    }
    let counts = ground.accumulated([Int64](repeating: 1, count: ground.frame.rows))
    let areas = try Self.golden("saga_area_d8").cells
    let inner = cells.filter { !takesFromEdge.contains($0) }
    let differing = inner.count { difference(Double(counts[$0]) * 8100, areas[ground.frame.cell(at: $0)]) > 1 }
    #expect(inner.count > 3000)
    #expect(differing == 0)
  }

  @Test func `Catchments of water that parts are SAGA's where none comes from the edge`() throws {
    let surface = try Self.golden("saga_fill_minslope001")
    let ground = drained(surface, CellSize(eastward: 90, northward: 90))
    var takesFromEdge = Set(ground.frame.rim)
    let downward = surface.cells.indices.sorted { surface.cells[$0] > surface.cells[$1] }
    for place in downward.map(ground.frame.place(ofCell:)) where takesFromEdge.contains(place) {
      for way in 0..<8 where ground.drop(from: place, way, ground.frame.steps) > 0 {
        takesFromEdge.insert(place + ground.frame.steps[way])
      }
    }
    let found = try surface.derived(.flowAccumulation, TerrainOptions(routing: .multiple(.freeman)))
    let areas = try Self.golden("saga_area_mfd").cells
    let inner = surface.cells.indices.filter { !takesFromEdge.contains(ground.frame.place(ofCell: $0)) }
    #expect(inner.count > 2000)
    // SAGA's areas are in single precision.
    #expect(inner.allSatisfy { (found.cells[$0] * 8100 / areas[$0] - 1).magnitude < 1e-6 })
  }

  @Test func `Wetness and transport follow the peers' formulas from the peers' catchment and slope`() throws {
    let catchment = try Self.golden("saga_area_mfd").map { $0 / 90 }
    let slope = try Self.golden("saga_zt_slope")
    let (twi, ls) = (try Self.golden("saga_twi_mfd"), try Self.golden("saga_ls_moore_mfd"))
    for row in 1..<63 {
      for column in 1..<63 {
        let cell = CellIndex(row: row, column: column)
        let angle = slope[cell] * .pi / 180
        let wet = wetness(specificCatchment: catchment[cell], tanSlope: tan(angle), minimum: 0)
        #expect(difference(wet, twi[cell]) < 1e-5)
        let carried = TransportIndex.slopeLengthFactor.value(
          specificCatchment: catchment[cell], sinSlope: sin(angle))
        #expect(difference(carried, ls[cell]) < 1e-5 * ls[cell])
      }
    }
  }

  @Test func `On degrees the slope is that of GRASS on the ellipsoid`() throws {
    let surface = try Self.read("real/khumbu_geo64.tif")
    let slope = try #require(
      derive(
        [.slope], from: surface, spacing: try Spacing(geographic: surface.geometry),
        options: TerrainOptions(stencil: .horn))[.slope])
    let golden = try Self.read("golden/khumbu_geo64/grass_slope.tif")
    #expect(greatestDifference(slope, golden, border: 1) <= 3.6e-4)
  }

  @Test func `On degrees ruggedness and the position index are those of GDAL, and aspect that of GRASS`() throws {
    let surface = try Self.read("real/khumbu_geo64.tif")
    // Cells are 83 m wide and 92 m high.
    let derived = derive(
      [.ruggedness, .positionIndex, .aspect], from: surface, spacing: try Spacing(geographic: surface.geometry),
      options: TerrainOptions(stencil: .horn, positionRadius: 90))
    func golden(_ name: String) throws -> Grid<Double> { try Self.read("golden/khumbu_geo64/\(name).tif") }
    let (ruggedness, index) = (try #require(derived[.ruggedness]), try #require(derived[.positionIndex]))
    #expect(greatestDifference(ruggedness, try golden("gdal_tri_riley"), border: 1) < 1e-3)
    #expect(greatestDifference(index, try golden("gdal_tpi"), border: 1) < 4e-3)
    // There flat ground is 0 and east 360.
    let aspect = try golden("grass_aspect").map { $0 == 0 ? .nan : (450 - $0).truncatingRemainder(dividingBy: 360) }
    #expect(greatestDifference(try #require(derived[.aspect]), aspect, circle: 360, border: 1) < 0.0075)
  }

  @Test func `The two stencils differ by up to 12.8 degrees of slope`() throws {
    let horn = try heights.derived(.slope, TerrainOptions(stencil: .horn))
    let other = try heights.derived(.slope, TerrainOptions(stencil: .zevenbergenThorne))
    let differences = zip(horn.cells, other.cells).map { ($0 - $1).magnitude }.filter { !$0.isNaN }.sorted()
    #expect(difference(try #require(differences.last), 12.8) < 0.05)
    #expect(difference(differences[differences.count / 2], 0.9) < 0.05)
  }

  @Test(
    arguments: [
      (Routing.infinite, "saga_area_dinf"), (.steepest, "grass_acc_d8"), (.multiple(.freeman), "grass_acc_mfd"),
    ])
  func `Catchments go with those of peers that part water by other rules`(routing: Routing, name: String) throws {
    // SAGA's directions are those of a plane through the window; GRASS leaves depressions as they are and seeks the way
    // out of least cost, and counts negatively what comes from beyond the edge.
    let surface = try Self.golden("saga_fill_minslope001")
    let found = try surface.derived(.flowAccumulation, TerrainOptions(routing: routing))
    let golden = try Self.golden(name)
    let unit = name.hasPrefix("saga") ? 8100.0 : 1
    let pairs = zip(found.cells, golden.cells).filter { !$0.isNaN && !$1.isNaN && $1 != 0 }
    let correlation = pearson(pairs.map { log($0.0) }, pairs.map { log($0.1.magnitude / unit) })
    #expect(try #require(correlation) > 0.8)
  }

  @Test func `Slope position goes with SAGA's normalised height`() throws {
    // Both are Ho / (Ho + Hu), with other heights; either one swapped would correlate negatively.
    let found = try heights.derived(.slopePosition)
    let golden = try Self.golden("saga_normalizedheight")
    let pairs = zip(found.cells, golden.cells).filter { !$0.isNaN && !$1.isNaN }
    #expect(try #require(pearson(pairs.map(\.0), pairs.map(\.1))) > 0.5)
  }
}
