import Geodata
import Grids
import Testing

/// A GeoJSON file of polygons; each feature carries `name` and its rings.
private func geoJSON(_ features: [(name: String, type: String, coordinates: String)]) -> String {
  let items = features.map {
    """
    {"type":"Feature","properties":{"name":"\($0.name)"},
     "geometry":{"type":"\($0.type)","coordinates":\($0.coordinates)}}
    """
  }
  return #"{"type":"FeatureCollection","features":[\#(items.joined(separator: ","))]}"#
}

@Suite struct RasteriseTests {
  /// Ten by ten cells of one degree, north-west corner at (0, 10).
  let frame = GridGeometry(
    crs: "EPSG:4326", west: 0, north: 10, cellWidth: 1, cellHeight: 1, columns: 10, rows: 10)
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func shapes() throws -> String {
    try folder.write(
      geoJSON([
        ("square", "Polygon", "[[[1.4,1.4],[4.6,1.4],[4.6,4.6],[1.4,4.6],[1.4,1.4]]]"),
        (
          "isles", "MultiPolygon",
          """
          [[[[6,6],[9,6],[9,9],[6,9],[6,6]],[[7,7],[8,7],[8,8],[7,8],[7,7]]],
           [[[0,9],[1,9],[1,10],[0,10],[0,9]]]]
          """
        ),
      ]), as: "shapes.json")
  }

  @Test func `a cell is taken when its centre lies inside, or when it is touched`() throws {
    let square = VectorReading(filter: .init(column: "name", value: "square"))
    let path = try shapes()
    // 1.4 … 4.6 holds the centres 1.5, 2.5, 3.5, 4.5 and touches the cells 1 to 4: four either way.
    #expect(try rasterise(path, square, onto: frame, rule: .centreInside).cells.filter { $0 }.count == 16)
    let coarse = GridGeometry(
      crs: "EPSG:4326", west: 0, north: 10, cellWidth: 2, cellHeight: 2, columns: 5, rows: 5)
    // Of the centres 1, 3, 5 only 3 lies inside; the cells 0-2, 2-4 and 4-6 are touched.
    #expect(try rasterise(path, square, onto: coarse, rule: .centreInside).cells.filter { $0 }.count == 1)
    #expect(try rasterise(path, square, onto: coarse, rule: .allTouched).cells.filter { $0 }.count == 9)
  }

  @Test func `all parts of a multipolygon count, and its holes do not`() throws {
    let isles = VectorReading(filter: .init(column: "name", value: "isles"))
    let mask = try rasterise(try shapes(), isles, onto: frame, rule: .centreInside)
    #expect(mask.cells.filter { $0 }.count == 8 + 1)
    #expect(mask[CellIndex(row: 0, column: 0)])
    #expect(!mask[CellIndex(row: 2, column: 7)])
  }

  @Test func `without a filter all shapes are taken together`() throws {
    #expect(try rasterise(try shapes(), onto: frame, rule: .centreInside).cells.filter { $0 }.count == 16 + 9)
  }

  @Test func `a long edge follows the parallel it was drawn on`() throws {
    // A strip from 30 to 40 N, 60 degrees wide, drawn with four corners. On a conic map its southern edge is an arc:
    // at 105 E the parallel of 30 N, and not the chord that passes half a thousand kilometres north of it.
    let path = try folder.write(
      geoJSON([("strip", "Polygon", "[[[75,30],[135,30],[135,40],[75,40],[75,30]]]")]), as: "strip.json")
    let albers = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"
    let point = try #require(try transform([MapPoint(x: 105, y: 30)], from: "EPSG:4326", to: albers)[0])
    let column = GridGeometry(
      crs: albers, west: point.x - 5000, north: point.y + 20_000, cellWidth: 10_000, cellHeight: 10_000, columns: 1,
      rows: 4)
    #expect(try rasterise(path, onto: column, rule: .centreInside).cells == [true, true, false, false])
    let bounds = try vectorBounds(path, in: albers)
    #expect(abs(bounds.south - point.y) < 1)
  }

  @Test func `a snapped frame covers its bounds with edges on multiples`() {
    let bounds = MapBounds(west: -2_345_678, south: 2_801_234, east: -10_001, north: 3_990_000)
    let frame = bounds.frame(crs: "EPSG:32645", cell: 10_000, snap: 10_000)
    #expect((frame.west, frame.north) == (-2_350_000, 3_990_000))
    #expect((frame.columns, frame.rows) == (234, 119))
    #expect((frame.east, frame.south) == (-10_000, 2_800_000))
  }

  @Test func `a shape file without a system needs one declared`() throws {
    #expect(
      complaint { _ = try rasterise(fixture("no-crs.shp"), onto: frame, rule: .centreInside) } == """
        no-crs.shp: error: the file carries no coordinate reference system and none is declared
          declare its crs, for example EPSG:4326
        """)
    let bounds = try vectorBounds(fixture("no-crs.shp"), VectorReading(crs: "EPSG:4326"), in: "EPSG:4326")
    #expect(bounds == MapBounds(west: 10, south: 20, east: 12, north: 22))
  }

  @Test func `a column, a value or a layer that is not there is named with those that are`() throws {
    let path = try shapes()
    func complaintAbout(_ reading: VectorReading) -> String {
      complaint { _ = try rasterise(path, reading, onto: frame, rule: .centreInside) }
    }
    #expect(
      complaintAbout(VectorReading(filter: .init(column: "nme", value: "square"))) == """
        shapes.json: error: no column 'nme'; the layer has 'name'
          name one of these
        """)
    #expect(
      complaintAbout(VectorReading(filter: .init(column: "name", value: "Qaidam"))) == """
        shapes.json: error: no shape with name = 'Qaidam'; there are 'isles', 'square'
          name one of these values
        """)
    #expect(
      complaintAbout(VectorReading(layer: "regions")) == """
        shapes.json: error: no layer 'regions'; the file has 'shapes'
          declare one of these as layer
        """)
  }

  @Test func `a line is no area`() throws {
    let path = try folder.write(geoJSON([("road", "LineString", "[[0,0],[5,5]]")]), as: "road.json")
    #expect(
      complaint { _ = try rasterise(path, onto: frame, rule: .allTouched) } == """
        road.json: error: a shape of the form LINESTRING has no area
          check that the file is the one meant; polygons are wanted
        """)
  }
}
