import Foundation
import Grids
import MassBalance
import Testing
import Twin

/// What the synthetic product promises of its plateau.
struct PlateauTests {
  private func plateau() throws -> SyntheticPlateau { try Plateaus.standard.get() }

  private func inside(_ grid: Grid<Float>, _ mask: Mask) -> [Double] {
    zip(grid.cells, mask.cells).filter(\.1).map { Double($0.0) }
  }

  @Test func `The boundary encloses the area asked for, and about 25 000 cells of 10 km`() throws {
    let plateau = try plateau()
    // Eight corrections of the level leave far less than a part in a million.
    #expect(abs(plateau.boundary.area / 2.5e12 - 1) < 1e-6)
    // The lattice discrepancy of an outline of 7000 km is some tens of cells.
    #expect(abs(plateau.inside.cells.count { $0 } - 25_000) < 100)
  }

  @Test func `The frame is the extent of the boundary, snapped outwards`() throws {
    let plateau = try plateau()
    let frame = plateau.frame
    for edge in [frame.west, frame.east, frame.north, frame.south] {
      #expect(edge.remainder(dividingBy: 10_000) == 0)
    }
    let xs = plateau.boundary.points.map(\.x)
    let ys = plateau.boundary.points.map(\.y)
    for (edge, extreme) in [
      (-frame.west, xs.map { -$0 }.max()), (frame.east, xs.max()), (-frame.south, ys.map { -$0 }.max()),
      (frame.north, ys.max()),
    ] {
      let gap = edge - (try #require(extreme))
      #expect(gap >= 0 && gap < 10_000)
    }
  }

  @Test func `Erosion has the means and the log standard deviation asked for`() throws {
    let plateau = try plateau()
    for (layer, wanted) in [(plateau.covariates.waterErosion, 2.8), (plateau.covariates.windErosion, 5)] {
      let values = inside(layer, plateau.inside)
      #expect(abs(mean(values) / wanted - 1) < 1e-4)
      #expect(abs(deviation(values.map { Foundation.log($0) }) / 1.6 - 1) < 1e-4)
    }
  }

  @Test func `The Laplacian on the grid spreads by no more than 1e-4 per metre`() throws {
    let plateau = try plateau()
    let values = zip(plateau.covariates.laplacian.cells, plateau.inside.cells).filter(\.1).map(\.0)
    #expect(!values.contains { !$0.isFinite })
    #expect(deviation(values) <= 1e-4)
    #expect(deviation(values) > 1e-6)
  }

  @Test func `At most one cell in a hundred has no erosion above the floor, and few are cut at bedrock`() throws {
    let plateau = try plateau()
    let cells = plateau.truth.zones.cells.indices.filter { plateau.truth.zones.cells[$0] != nil }
    #expect(cells.count { plateau.truth.erosion.cells[$0] <= 1e-9 } * 100 <= cells.count)
    #expect(cells.count { plateau.truth.flags.cells[$0].contains(.depthCap) } * 1000 <= cells.count)
    #expect(cells.allSatisfy { plateau.truth.thickness.cells[$0] > 0 })
  }

  @Test func `All eight zones are there, each with at least ten times as many cells as profiles`() throws {
    let plateau = try plateau()
    for (index, profiles) in [35, 131, 136, 51, 71, 79, 15, 4].enumerated() {
      let cells = plateau.truth.zones.cells.count { $0 == Int16(index + 1) }
      #expect(cells >= max(1000, 10 * profiles), "zone \(index + 1)")
    }
  }

  /// Half the spread of the eight printed means is more than any zone may stray from its own.
  @Test func `The zones have the means of Table 3, and zone 1 is the warm low south-east`() throws {
    let plateau = try plateau()
    let table = try PublishedTables.read().table3
    let covariates = plateau.covariates
    for (column, layer) in [
      covariates.elevation, covariates.temperature, covariates.precipitation, covariates.ndvi,
    ].enumerated() {
      let allowed = deviation(table.map { $0[column] }) / 2
      for zone in 1...8 {
        let values = zip(layer.cells, plateau.truth.zones.cells).filter { $0.1 == Int16(zone) }.map { Double($0.0) }
        #expect(abs(mean(values) - table[zone - 1][column]) < allowed, "zone \(zone), column \(column)")
      }
    }
    let frame = plateau.frame
    let places = plateau.truth.zones.cells.indices.filter { plateau.truth.zones.cells[$0] == 1 }
      .map { frame.centre(of: frame.cell(at: $0)) }
    #expect(mean(places.map(\.x)) > (frame.west + frame.east) / 2 + 0.1 * (frame.east - frame.west))
    #expect(mean(places.map(\.y)) < (frame.south + frame.north) / 2)
  }

  @Test func `The interior is high, the rim higher, and the land outside low`() throws {
    let plateau = try plateau()
    let dem = plateau.dem
    let edge = (0..<dem.geometry.columns).map { Double(dem[CellIndex(row: 0, column: $0)]) }
    let interior = inside(plateau.covariates.elevation, plateau.inside)
    #expect(mean(interior) > 3800)
    #expect(mean(edge) < mean(interior) - 1000)
    let west = plateau.inside.cells.indices.filter {
      plateau.inside.cells[$0] && plateau.frame.cell(at: $0).column < plateau.frame.columns / 20
    }
    #expect(mean(west.map { Double(plateau.covariates.elevation.cells[$0]) }) > 5000)
  }

  @Test func `Lakes lie in hollows, glaciers on heights, and both cover what was asked for`() throws {
    let plateau = try plateau()
    let elevation = plateau.covariates.elevation
    func height(_ rings: [Ring], _ mask: Mask) -> Double { mean(inside(elevation, mask)) }
    let all = inside(elevation, plateau.inside)
    #expect(height(plateau.glaciers, plateau.glacierMask) > mean(all) + deviation(all) / 2)
    #expect(height(plateau.lakes, plateau.lakeMask) < height(plateau.glaciers, plateau.glacierMask) - 500)
    for (rings, mask) in [(plateau.lakes, plateau.lakeMask), (plateau.glaciers, plateau.glacierMask)] {
      #expect(rings.count >= 48)
      // Inside the outlines less what lies beyond the boundary; a 48-gon has 0.3 % less than its curve.
      let share = Double(mask.cells.count { $0 }) / Double(plateau.inside.cells.count { $0 })
      #expect(share > 0.015 && share < 0.021)
    }
  }

  /// Temperature is that of the sea level less lapse rate times height, and the former is smooth: between neighbours the
  /// height decides.
  @Test func `Temperature falls with height by the lapse rate`() throws {
    let plateau = try plateau()
    let (elevation, temperature) = (plateau.covariates.elevation, plateau.covariates.temperature)
    var (rise, fall) = (0.0, 0.0)
    for offset in elevation.cells.indices.dropLast() where plateau.inside.cells[offset] {
      let step = Double(elevation.cells[offset + 1] - elevation.cells[offset]) / 1000
      rise += step * step
      fall -= step * Double(temperature.cells[offset + 1] - temperature.cells[offset])
    }
    #expect(abs(fall / rise - 6) < 0.5)
  }

  @Test func `Precipitation rises towards the south-east`() throws {
    let plateau = try plateau()
    let cells = plateau.inside.cells.indices.filter { plateau.inside.cells[$0] }
    let along = cells.map { offset -> Double in
      let cell = plateau.frame.cell(at: offset)
      return Double(cell.column + cell.row)
    }
    let rain = cells.map { Double(plateau.covariates.precipitation.cells[$0]) }
    let middle = (mean(along), mean(rain))
    let product = mean(zip(along, rain).map { ($0 - middle.0) * ($1 - middle.1) })
    #expect(product / (deviation(along) * deviation(rain)) > 0.5)
  }
}
