import Engine
import Grids
import Ledger
import Testing

@testable import Stages

@Suite struct `A soil profile` {
  /// Three by two cells: the first row is glacier, lake, swamp; of the second the last cell is outside, the middle one has
  /// neither rock nor depth to bedrock, and the first lacks only the depth.
  let bench: Bench
  let frame = GridGeometry.small(columns: 3, rows: 2)

  init() throws {
    bench = try Bench()
    try bench.lay(frame)
    try bench.lay(ClassGrid(geometry: frame, cells: [2, 3, 4, 0, 0, 1]), as: "domain", "domain.tif")
    for (covariate, value) in [
      ("elevation", 4000), ("laplacian", 0), ("map", 400), ("mat", 1), ("ndvi", 0), ("water", 3),
    ] {
      try bench.lay([Float](repeating: Float(value), count: 6), as: covariate, on: frame)
    }
    try bench.lay([5, 5, 5, .nan, .nan, 5], as: "depth", on: frame)
    let nothing = Grid<Float>(geometry: frame, repeating: .nan)
    let flat = Grid<Float>(geometry: frame, repeating: 0)
    // On flat ground a direction is undefined while its mean vector is 0.
    try bench.lay([nothing, flat, flat], as: "covariates/aspect", "aspect.tif")
    try bench.lay(ClassGrid(geometry: frame, cells: [1, 1, 1, 2, nil, 1]), as: "covariates/rock", "rock.tif")
  }

  func run(_ profiles: String) throws -> Table {
    try bench.lay("id,x,y,h\n\(profiles)", as: "profiles", "profiles.csv")
    try bench.run(productGraph(smallProduct())["samples/profiles"])
    return try bench.table("profiles.csv")
  }

  @Test func `takes part, or is counted with the reason why not`() throws {
    let table = try run(
      """
      ice,500500,3599500,1
      water,501500,3599500,1
      reeds,502500,3599500,1
      good,500000,3599000,0.75
      bare,501500,3598500,1
      abroad,502500,3598500,1
      far,499999,3599500,1

      """)
    #expect(
      zip(try table.column("id", file: ""), try table.column("status", file: "")).map { "\($0) \($1)" } == [
        "ice glaciers", "water lakes", "reeds swamps", "good ok", "bare no rock", "abroad outside", "far outside",
      ])
    let good = try #require(table.row("good"))
    // A point on an edge belongs to the cell east and south of it.
    #expect(good["row"] == "1" && good["column"] == "0")
    #expect(good["rock"] == "2" && good["depth"] == "" && good["water"] == "3" && good["aspect_cosine"] == "0")
    #expect(table.row("far")?["row"] == "" && table.row("far")?["elevation"] == "")

    let samples = try Samples(table)
    #expect(samples.rows.map(\.id) == ["good"])
    #expect(samples.thickness == [0.75])
    #expect(samples.rows.first?.cell == CellIndex(row: 1, column: 0))
  }

  @Test(arguments: [
    ("a,500500,3598500,1\na,501500,3598500,1\n", 3, "stands twice", "give every profile a name of its own"),
    ("a,500500,3598500,0\n", 2, "has no place or no positive thickness", ""),
    ("a,500500,3598500,\n", 2, "has no place or no positive thickness", ""),
    ("a,500500,3598500,inf\n", 2, "has no place or no positive thickness", ""),
    ("b,500500,3598500,1\na,,3598500,1\n", 3, "has no place or no positive thickness", ""),
  ])
  func `is refused by its line when it says too little`(profiles: String, line: Int, problem: String, remedy: String) {
    #expect(
      throws: TableError(
        file: "profiles.csv", line: line, problem: "profile 'a' \(problem)",
        remedy: remedy.isEmpty
          ? "give both coordinates and a thickness in metres, or remove the row" : remedy)
    ) { try run(profiles) }
  }
}
