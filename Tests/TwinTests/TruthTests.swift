import Foundation
import Grids
import MassBalance
import Testing
import Twin

/// The truth, recomputed here from the rasters and the printed tables with the C library's mathematics.
struct TruthTests {
  @Test func `Tables 3 and 4 are those of the paper, and 522 profiles are in them`() throws {
    let tables = try PublishedTables.read()
    for (zone, published) in PublishedZone.all.enumerated() {
      #expect(
        [published.elevation, published.temperature, published.precipitation, published.ndvi] == tables.table3[zone])
      #expect(published.parameters.vector == tables.table4[zone])
    }
    #expect(PublishedZone.all.map(\.profiles) == [35, 131, 136, 51, 71, 79, 15, 4])
  }

  @Test func `The true zone is the nearest centre in units of Table 3's standard deviations`() throws {
    let plateau = try Plateaus.standard.get()
    let table = try PublishedTables.read().table3
    let scale = (0..<4).map { column in deviation(table.map { $0[column] }) }
    let c = plateau.covariates
    for offset in stride(from: 0, to: plateau.frame.count, by: 7) {
      guard let zone = plateau.truth.zones.cells[offset] else { continue }
      let here = [c.elevation, c.temperature, c.precipitation, c.ndvi].map { Double($0.cells[offset]) }
      let distances = table.map { centre in (0..<4).reduce(0.0) { $0 + pow((here[$1] - centre[$1]) / scale[$1], 2) } }
      #expect(distances[Int(zone) - 1] == distances.min())
    }
  }

  @Test func `The true thickness solves equation 8 with Table 4's parameters`() throws {
    let plateau = try Plateaus.standard.get()
    let table = try PublishedTables.read().table4
    let c = plateau.covariates
    var compared = 0
    for offset in stride(from: 0, to: plateau.frame.count, by: 7) {
      guard let zone = plateau.truth.zones.cells[offset] else { continue }
      let p = table[Int(zone) - 1]
      let (mat, map) = (Double(c.temperature.cells[offset]), Double(c.precipitation.cells[offset]))
      let eemt = 347_134 * exp(-0.5 * (pow((mat - 21.5) / 10.1, 2) + pow((map - 4412) / 1704, 2)))
      let mass = p[4] * Double(c.waterErosion.cells[offset]) + p[5] * Double(c.windErosion.cells[offset])
      let erosion = max(1e-9, mass / (10 * p[1]) - p[6] * p[7] * c.laplacian.cells[offset])
      let thickness = p[0] * (log(1.35 * p[2]) + p[3] * eemt - log(erosion))
      let expected = min(max(thickness, 0), Double(c.bedrock.cells[offset]))
      // Float32 has a spacing of 1.2e-7 between 1 and 2.
      #expect(abs(Double(plateau.truth.thickness.cells[offset]) - expected) < 2e-7)
      compared += 1
    }
    #expect(compared > 3000)
  }

  @Test func `The grid's height and Laplacian are the means of those of the terrain model`() throws {
    let plateau = try Plateaus.standard.get()
    let (dem, frame) = (plateau.dem, plateau.frame)
    let ratio = 5
    let margin = 2 * ratio
    #expect(dem.geometry.cellWidth * Double(ratio) == frame.cellWidth)
    for offset in stride(from: 0, to: frame.count, by: 97) {
      let cell = frame.cell(at: offset)
      var (height, laplacian) = (0.0, 0.0)
      for row in 0..<ratio {
        for column in 0..<ratio {
          let (r, k) = (margin + cell.row * ratio + row, margin + cell.column * ratio + column)
          func z(_ row: Int, _ column: Int) -> Double { Double(dem[CellIndex(row: row, column: column)]) }
          height += z(r, k) / 25
          laplacian += (z(r - 1, k) + z(r + 1, k) + z(r, k - 1) + z(r, k + 1) - 4 * z(r, k)) / 4e6 / 25
        }
      }
      // Float32 has a spacing of 5e-4 above 4096.
      #expect(abs(Double(plateau.covariates.elevation.cells[offset]) - height) < 3e-4)
      #expect(abs(plateau.covariates.laplacian.cells[offset] - laplacian) < 1e-15)
    }
  }

  @Test func `Outside the boundary, on lakes and on glaciers there is no truth, and everywhere else there is`() throws {
    let plateau = try Plateaus.standard.get()
    let wrong = (0..<plateau.frame.count).count { offset in
      let wanted =
        plateau.inside.cells[offset] && !plateau.lakeMask.cells[offset] && !plateau.glacierMask.cells[offset]
      let found = (plateau.truth.zones.cells[offset] != nil, !plateau.truth.thickness.cells[offset].isNaN)
      return found != (wanted, wanted)
    }
    #expect(wrong == 0)
  }

  @Test func `Reference maps have their bias, and noise that falls to nothing when none is asked for`() throws {
    let plateau = try Plateaus.standard.get()
    func difference(_ map: Grid<Float>) -> [Double] {
      zip(map.cells, plateau.truth.thickness.cells).filter { !$0.1.isNaN }.map { Double($0.0 - $0.1) }
    }
    // Noise of 0.15 m over 24 000 cells has a standard error of a millimetre; smoothing over 10 km is none.
    let fine = difference(plateau.fineReference)
    #expect(abs(mean(fine) + 0.1) < 0.005)
    #expect(abs(deviation(fine) - 0.15) < 0.005)
    // Zero cuts off some of the coarse map's noise, and smoothing adds to it.
    let coarse = difference(plateau.coarseReference)
    #expect(abs(mean(coarse) + 0.24) < 0.03)
    #expect(deviation(coarse) > 0.25 && deviation(coarse) < 0.4)

    let exact = try Plateaus.coarse(
      seed: 3, changing: ["fine-reference-bias": 0, "fine-reference-noise": 0, "fine-reference-smoothing": 0])
    let pairs = zip(exact.fineReference.cells, exact.truth.thickness.cells).filter { !$0.1.isNaN }
    #expect(pairs.allSatisfy { $0.0 == $0.1 })
  }
}
