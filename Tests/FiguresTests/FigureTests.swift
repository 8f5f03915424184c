import Foundation
import Grids
import Testing

@testable import Figures

/// A made-up plateau of 100 x 60 cells of 10 km: a value that grows eastwards, ground outside an ellipse, a lake and a
/// glacier.
private struct Plateau {
  let geometry = GridGeometry(
    crs: "EPSG:32645", west: 0, north: 4_000_000, cellWidth: 10_000, cellHeight: 10_000, columns: 100, rows: 60)

  func cells<Value: Sendable>(_ value: (Int, Int) -> Value) -> Grid<Value> {
    Grid(geometry: geometry, cells: (0..<6000).map { value($0 / 100, $0 % 100) })
  }

  private func isInside(_ row: Int, _ column: Int) -> Bool {
    let (x, y) = (Double(column - 50) / 48, Double(row - 30) / 27)
    return x * x + y * y < 1
  }

  var thickness: Grid<Float> { cells { isInside($0, $1) ? Float($1) / 50 : .nan } }
  var zones: ClassGrid { cells { isInside($0, $1) ? Int16($1 / 13 + 1) : nil } }
  var lakes: Mask { cells { row, column in (20..<26).contains(row) && (40..<52).contains(column) } }
  var ice: Mask { cells { row, column in (40..<44).contains(row) && (70..<75).contains(column) } }

  var graticule: [MapFigure.GraticuleLine] {
    [200_000.0, 400_000, 600_000, 800_000].map { x in
      .init(
        points: [MapPoint(x: x, y: 3_300_000), MapPoint(x: x + 40_000, y: 4_100_000)], label: "\(Int(x / 10_000))° E",
        isMeridian: true)
    }
      + [3_500_000.0, 3_700_000, 3_900_000].map { y in
        .init(
          points: [MapPoint(x: -100_000, y: y), MapPoint(x: 1_100_000, y: y)], label: "\(Int(y / 100_000))° N",
          isMeridian: false)
      }
  }

  var map: MapFigure {
    MapFigure(
      title: "Solum thickness of a made-up plateau with a title that is too long for a single line of the page",
      subtitle: "Synthetic; 10 km cells",
      layer: .quantity(thickness, .viridis, range: 0...1.6, label: "Solum thickness (m)"),
      covers: [.init("Lakes", .water, lakes), .init("Glaciers", .ice, ice)], graticule: graticule)
  }

  var zoneMap: MapFigure {
    let names = ["Cold desert", "Warm humid forest on the south-eastern rim", "Alpine meadow", "Steppe"]
    let entries = (1...8).map { zone in
      (Int16(zone), LegendEntry("\(zone) \(names[zone % 4])", Palette.classes[zone - 1]))
    }
    return MapFigure(
      title: "Zones", layer: .classes(zones, Dictionary(uniqueKeysWithValues: entries), label: "Zone"),
      covers: [.init("Lakes", .water, lakes), .init("Glaciers", .ice, ice)])
  }
}

private let bars = BarChart(
  title: "Importance of covariates", subtitle: "Mean decrease in accuracy over 20 forests; lines are one deviation",
  label: "Increase of mean squared error when permuted (m²)",
  bars: [
    .init("Elevation", mean: 0.031, deviation: 0.004, group: LegendEntry("kept", Palette.classes[2])),
    .init("Annual mean temperature", mean: 0.024, deviation: 0.003, group: LegendEntry("kept", Palette.classes[2])),
    .init("Aspect", mean: 0.0004, deviation: 0.001, group: LegendEntry("undecided", Palette.classes[1])),
    .init("Plan curvature", mean: -0.002, deviation: 0.0005, group: LegendEntry("dropped", Palette.classes[3])),
  ])

private let scatter = ScatterPlot(
  title: "Observed and predicted solum thickness", observedLabel: "Observed thickness (m)",
  predictedLabel: "Predicted thickness (m)",
  series: (0..<3).map { kind in
    .init(
      LegendEntry("Zone \(kind + 1)", Palette.classes[kind]),
      (0..<60).map { point in
        let observed = 0.3 + Double((point * 37 + kind * 11) % 60) / 50
        return .init(observed: observed, predicted: 0.5 * observed + 0.3 + Double((point * 53) % 17 - 8) / 40)
      })
  }, notes: ["n = 180", "RMSE 0.17 m", "R² 0.62", "skill against the zone mean 0.31"])

private let matrix: MatrixFigure = {
  let names = ["Elevation", "Slope", "MAT", "MAP", "NDVI", "Thickness", "E water", "E wind"]
  return MatrixFigure(
    title: "Correlations", label: "Spearman's rank correlation", names: names,
    values: names.indices.map { row in
      names.indices.map { column in
        row == 7 && column != 7 ? nil : row == column ? 1 : Double((row * 5 + column * 7) % 19) / 9.5 - 1
      }
    })
}()

private let curves = CurvePanels(
  title: "Best objective by evaluation",
  panels: (1...2).map { zone in
    .init(
      "Zone \(zone)", horizontalLabel: "Evaluations", verticalLabel: "RMSE (m)",
      curves: [.init((1...50).map { .init(Double($0), 0.2 + Double(zone) / Double($0), lower: 0.1, upper: 0.9) })],
      scale: .logarithmic)
  }, sharesVertical: true)

@Suite struct FigureTests {
  private static let figures: [any Figure] = [Plateau().map, Plateau().zoneMap, bars, scatter, matrix, curves]

  @Test(arguments: figures.indices)
  func `a figure is a PNG of 1600 pixels, and drawn twice it has the same bytes`(index: Int) throws {
    let figure = Self.figures[index]
    let bytes = try figure.png()
    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    // The width stands in the bytes 16 to 19 of the header, greatest first.
    #expect(bytes[16..<20].reduce(0) { $0 << 8 | Int($1) } == 1600)
    #expect(try bytes == figure.png())
  }
}

@Suite struct MapContentTests {
  /// The pixel in the middle of a cell.
  private func colour(of cell: CellIndex, on map: MapFigure) throws -> Colour? {
    let panel = map.panel
    let x = panel.x + (Double(cell.column) + 0.5) / Double(map.geometry.columns) * panel.width
    let y = panel.y + (Double(cell.row) + 0.5) / Double(map.geometry.rows) * panel.height
    return try map.draw().pixel(x: Int(x), y: Int(y))
  }

  private var map: MapFigure {
    var map = Plateau().map
    map.graticule = []
    return map
  }

  @Test func `a cell has the colour of its value, and beyond the range the end's`() throws {
    // Value column / 50 of 1.6: column 40 is 0.8, the middle of the range and of viridis (0x21918c).
    #expect(try colour(of: CellIndex(row: 35, column: 40), on: map) == Colour(0x21, 0x91, 0x8c))
    #expect(try colour(of: CellIndex(row: 30, column: 90), on: map) == Colour(0xfd, 0xe7, 0x25))
  }

  @Test func `lakes, glaciers and the ground outside have their own colours`() throws {
    #expect(try colour(of: CellIndex(row: 22, column: 45), on: map) == .water)
    #expect(try colour(of: CellIndex(row: 42, column: 72), on: map) == .ice)
    #expect(try colour(of: CellIndex(row: 0, column: 0), on: map) == .outside)
  }

  @Test func `a class has the colour of its legend`() throws {
    let zones = Plateau().zoneMap
    #expect(try colour(of: CellIndex(row: 30, column: 30), on: zones) == Palette.classes[2])
    #expect(try colour(of: CellIndex(row: 0, column: 0), on: zones) == .outside)
  }

  @Test func `cells keep their shape on the page`() {
    let panel = Plateau().map.panel
    // 100 x 60 square cells; the sides are whole pixels.
    #expect(abs(panel.width / panel.height - 100.0 / 60) < 0.002)
  }

  @Test func `a figure without anything to show says so`() {
    #expect(throws: FigureError("Nothing", .empty)) {
      _ = try BarChart(title: "Nothing", label: "", bars: []).draw()
    }
    #expect(throws: FigureError("Nothing", .empty)) {
      _ = try ScatterPlot(title: "Nothing", observedLabel: "", predictedLabel: "", series: []).draw()
    }
  }

  @Test func `a dot is not joined to the text that was set before it`() {
    let canvas = Canvas(width: 300, height: 300)
    canvas.text("m", at: Spot(x: 10, y: 10), .label)
    canvas.dot(at: Spot(x: 250, y: 250), radius: 6, .ink, opacity: 1)
    #expect((60..<230).allSatisfy { y in (60..<230).allSatisfy { canvas.pixel(x: $0, y: y) == .paper } })
    #expect(canvas.pixel(x: 250, y: 250) == .ink)
  }
}
