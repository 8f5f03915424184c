import Grids
import Testing
import Twin

struct DeterminismTests {
  private func bits(_ plateau: SyntheticPlateau) -> [[UInt64]] {
    let c = plateau.covariates
    let floats = [
      plateau.dem, c.elevation, c.temperature, c.precipitation, c.ndvi, c.waterErosion, c.windErosion, c.bedrock,
      plateau.truth.thickness, plateau.coarseReference, plateau.fineReference,
    ]
    let classes = [plateau.truth.zones, plateau.landUse, plateau.parentMaterial]
    let points = (plateau.lakes + plateau.glaciers + [plateau.boundary]).flatMap(\.points)
    return floats.map { $0.cells.map { UInt64($0.bitPattern) } }
      + classes.map { $0.cells.map { UInt64(bitPattern: Int64($0 ?? -1)) } }
      + [
        points.flatMap { [$0.x.bitPattern, $0.y.bitPattern] },
        plateau.profiles.flatMap { [$0.thickness.bitPattern, $0.location.x.bitPattern, $0.location.y.bitPattern] },
      ]
  }

  @Test func `The same seed gives the same bits, and another seed another plateau`() throws {
    let first = bits(try Plateaus.coarse(seed: 11))
    #expect(first == bits(try Plateaus.coarse(seed: 11)))
    let other = bits(try Plateaus.coarse(seed: 12))
    for (mine, yours) in zip(first, other) { #expect(mine != yours) }
  }

  @Test func `Finer cells show the same ground, outlines and climate`() throws {
    let coarse = try Plateaus.coarse(seed: 11, cellSize: 20, demRatio: 4)
    let fine = try Plateaus.coarse(seed: 11, cellSize: 10, demRatio: 2)
    #expect(coarse.boundary == fine.boundary)
    #expect(coarse.dem == fine.dem)
    for row in stride(from: 0, to: coarse.frame.rows, by: 5) {
      for column in stride(from: 0, to: coarse.frame.columns, by: 5) {
        let large = coarse.covariates.temperature[CellIndex(row: row, column: column)]
        let small = (0..<4).map { part in
          fine.covariates.temperature[CellIndex(row: 2 * row + part / 2, column: 2 * column + part % 2)]
        }
        // Within 20 km the warmth beside that of the height, which averages exactly, bends by less than half a degree.
        #expect((large - small.reduce(0, +) / 4).magnitude < 0.5)
      }
    }
  }
}
