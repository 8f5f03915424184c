import Geodata
import Grids
import Testing

@Suite struct CoordinateReferenceTests {
  let albers = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"

  @Test func `degrees and metres are told apart`() throws {
    let globe = try CoordinateReference("EPSG:4326")
    #expect(globe.isGeographic)
    // A degree of the equator of WGS84: 2 pi 6 378 137 m / 360.
    #expect(abs(globe.metresPerUnit - 111_319.4908) < 1e-3)
    #expect(globe.semiMajorAxis == 6_378_137 && abs(globe.inverseFlattening - 298.257223563) < 1e-9)
    let plane = try CoordinateReference(albers)
    #expect(!plane.isGeographic && plane.metresPerUnit == 1)
  }

  @Test func `one system has one canonical text, however it is spelled`() throws {
    #expect(try CoordinateReference("epsg:32645").canonicalText == "EPSG:32645")
    let text = try CoordinateReference(albers).canonicalText
    #expect(try text.contains("Albers Equal Area") && CoordinateReference(text).canonicalText == text)
  }

  @Test(arguments: ["", "EPSG:", "EPSG:99999", "+proj=nosuch", "/etc/passwd", "http://example.com/crs", "GEOGCRS["])
  func `a text that names no system is refused`(text: String) {
    let error = #expect(throws: GDALError.self) { try CoordinateReference(text) }
    #expect(error?.exitCode == 65 && error?.place == text)
  }

  @Test func `the central meridian of UTM 45 is the line of 500 000 m, and x is always east`() throws {
    let points = try transform(
      [MapPoint(x: 87, y: 0), MapPoint(x: 87, y: 35)], from: "EPSG:4326", to: "EPSG:32645")
    let equator = try #require(points[0])
    #expect(abs(equator.x - 500_000) < 1e-6 && abs(equator.y) < 1e-6)
    #expect(try abs(#require(points[1]).x - 500_000) < 1e-6)
  }

  @Test func `a point without a place in the target has none`() throws {
    // A gnomonic map of the north shows the northern hemisphere alone.
    let points = try transform(
      [MapPoint(x: 0, y: -10), MapPoint(x: 0, y: 60)], from: "EPSG:4326", to: "+proj=gnom +lat_0=90 +datum=WGS84")
    #expect(points[0] == nil && points[1] != nil)
  }

  @Test func `the bounds of a frame hold its curved sides and not only its corners`() throws {
    let frame = GridGeometry(
      crs: albers, west: -1_000_000, north: 4_000_000, cellWidth: 10_000, cellHeight: 10_000, columns: 200, rows: 100)
    let bounds = try geographicBounds(of: frame)
    let places = try transform(
      [
        MapPoint(x: frame.west, y: frame.north), MapPoint(x: 0, y: frame.north),
        MapPoint(x: frame.east, y: frame.south),
      ], from: albers, to: "EPSG:4326")
    let corner = try #require(places[0])
    let top = try #require(places[1])
    let foot = try #require(places[2])
    // On a cone that opens southwards a straight side lies farthest north in its middle.
    #expect(top.y > corner.y + 0.5)
    #expect(abs(bounds.north - top.y) < 1e-3)  // a hundredth of a side of 2000 km, squared over twice the radius
    #expect(abs(bounds.south - foot.y) < 1e-6 && abs(bounds.west - corner.x) < 1e-6)
  }

  @Test func `meridians and parallels cross the frame on multiples`() throws {
    let frame = GridGeometry(
      crs: "EPSG:4326", west: 73.5, north: 40.2, cellWidth: 0.1, cellHeight: 0.1, columns: 310, rows: 142)
    let lines = try graticule(over: frame, every: 10)
    #expect(lines.map(\.label) == ["80° E", "90° E", "100° E", "30° N", "40° N"])
    #expect(lines[0].points.allSatisfy { $0.x == 80 })
  }

  @Test func `the libraries say which they are`() {
    #expect(gdalVersion.split(separator: ".").count == 3 && projVersion.split(separator: ".").count == 3)
  }
}
