import Foundation
import Ledger
import Testing

@testable import Manifests

/// `Manifests/qtp-solum.yaml`: the paper's own product.
@Suite struct `The manifest of the paper` {
  static let name = "qtp-solum"
  static let manifest = try? `Shipped manifests`.manifest(name)

  static func source(_ id: String) throws -> SourceSpecification {
    try #require(manifest?.sources.first { $0.id == id })
  }

  @Test func `It reads without a problem, and so does its lock`() throws {
    let manifest = try `Shipped manifests`.manifest(Self.name)
    let text = try `Shipped manifests`.text("\(Self.name).lock")
    let lock = try Lock.read(text, file: "lock", for: manifest).get()
    #expect(lock.text == text)
    let canonical = try Manifest.canonicalText(of: `Shipped manifests`.text("\(Self.name).yaml"), file: "m").get()
    #expect(try Manifest.read(canonical, file: "m").get() == manifest)
  }

  @Test
  func `Anybody can plan it: no file is demanded of those who do not hold it, and every source says how it is had`()
    throws
  {
    let manifest = try #require(Self.manifest)
    #expect(Lock().unpinned(by: manifest, file: "lock") == [])
    for source in manifest.sources {
      #expect(source.access != .url && source.access != .generated, "\(source.id)")
      #expect(source.obtainFrom != nil && !source.steps.isEmpty, "\(source.id)")
      #expect(source.cite != nil && source.licence != nil, "\(source.id)")
    }
  }

  /// From the paper: section 2.2, Appendix A, the statement on data availability and the reference list. Where an identifier
  /// ends in `tpd.` and a number the catalogue of the data centre has `tpdc.`.
  @Test(arguments: [
    ("mat", "10.11888/Meteoro.tpdc.270339", ["10.11888/Meteoro.tpd.270339", "10.11888/Meteoro.tpdc.270339"]),
    (
      "map", "10.12041/geodata.192891852410344.ver1.db",
      ["10.12041/geodata.192891852410344.ver1.db", "10.5281/zenodo.3114194"]
    ),
    ("ndvi", "10.11888/Geogra.tpdc.270050", ["10.11888/Geogra.tpd.270050", "10.5067/MODIS/MOD13A2.006"]),
    ("land-use", "10.11888/Geogra.tpdc.270198", ["10.11888/Geogra.tpd.270198", "10.11888/Geogra.tpdc.270198"]),
    ("parent-material", "10.12072/ncdc.westdc.db3894.2023", []),
    ("water-erosion", "10.1016/j.scitotenv.2018.04.146", []),
    ("wind-erosion", "10.1016/j.ecolind.2021.107340", []),
    ("depth-to-bedrock", "10.1002/2016ms000686", []),
    ("glaciers", "10.3972/glacier.001.2013.db", ["10.3972/glacier.001.2013.db", "10.3189/2015JoG14J209"]),
    ("lakes", "10.11888/Hydro.tpdc.270302", ["10.11888/Hydro.tpd.270302", "10.1016/j.rse.2018.11.038"]),
    ("survey-profiles", "10.11666/00003.ver1.db", []),
    ("lake-basin-profiles", "10.3390/atmos15091066", []),
    ("shangguan-map", "10.1002/jame.20026", []),
    ("liu-map", "10.1016/j.scib.2021.10.013", []),
    ("published-map", "10.6084/m9.figshare.30925358", []),
  ])
  func `A source carries the identifiers that the paper prints, and the one that leads somewhere`(
    id: String, doi: String, printed: [String]
  ) throws {
    let cite = try #require(try Self.source(id).cite)
    #expect(cite.doi == doi)
    for identifier in printed { #expect(cite.text?.contains(identifier) == true, "\(identifier)") }
  }

  /// What the files hold, from the data sets' own descriptions: MAT 0.01 K above 273.15 K, yearly MAP in 0.1 mm, NDVI in
  /// ten-thousandths, depths in cm. A wrong factor must leave the range that the source declares.
  @Test(arguments: [
    ("mat", -250, -2.5, 27_065), ("map", 4250, 425, 1_000_000), ("ndvi", 8600, 0.86, 86_000),
    ("depth-to-bedrock", 1234, 12.34, 2_000_000), ("shangguan-map", 90, 0.9, 9000), ("liu-map", 65, 0.65, 6500),
  ])
  func `A stored number becomes the value in the declared unit`(
    id: String, stored: Double, value: Double, slipped: Double
  ) throws {
    let raster = try #require(try Self.source(id).raster)
    let range = try #require(raster.expect)
    #expect(abs(stored * raster.scale + raster.offset - value) < 1e-12 * abs(value))
    #expect(range.contains(value))
    #expect(!range.contains(slipped * raster.scale + raster.offset))
  }

  /// Section 2.2 of the paper; NDVI begins in 2001.
  @Test func `Each source says for which years it stands`() throws {
    #expect(try Self.source("mat").period == 2000...2015)
    #expect(try Self.source("map").period == 2000...2015)
    #expect(try Self.source("ndvi").period == 2001...2015)
    #expect(try Self.source("lakes").period == 2020...2020)
    #expect(try Self.source("land-use").period == 2015...2015)
    #expect(try Self.source("water-erosion").period == 2002...2016)
    #expect(try Self.source("wind-erosion").period == 1980...2015)
  }

  @Test func `NASADEM is 448 tiles of one degree, and worked in as many`() throws {
    let paths = try Self.source("dem").files.map(\.path)
    #expect(paths.count == 14 * 32)
    #expect(paths.first == "n26e073.hgt")
    #expect(paths.last == "n39e104.hgt")
    let tiles = try #require(Self.manifest?.terrain?.tiles)
    // A tile of 3601 cells shares its outermost with the next.
    #expect((tiles.side, tiles.down, tiles.across) == (3601, 14, 32))
    #expect((14 * 3600 + 3601) / 3601 == tiles.down && (32 * 3600 + 3601) / 3601 == tiles.across)
  }

  /// Tables 1 and 2, sections 2.3 and 2.4.
  @Test func `Covariates, zones and calibration are those of the paper`() throws {
    let manifest = try #require(Self.manifest)
    #expect(manifest.grid.cell == 1000)
    #expect(
      manifest.covariates.filter(\.candidate).compactMap(\.abbreviation).sorted() == [
        "Asp", "Ele", "GeC", "LUT", "MAP", "MAT", "NDVI", "PIC", "PMSF", "PrC", "SIL", "SIP", "STI", "Slo", "TRI",
        "TWI",
      ])
    #expect(manifest.importance?.forests == 20)
    #expect(manifest.importance?.trees == 1000)
    #expect(manifest.zones?.k == 8)
    #expect(manifest.zones?.covariates == .kept)
    guard case .sceua(let calibration) = manifest.calibration else {
      Issue.record("the product is calibrated")
      return
    }
    #expect(calibration.runs == 5)
    #expect(calibration.folds == 4)
    #expect(calibration.bounds == [0...0.5, 2400...2900, 0.5...100, 0...0.1, 0...1, 0...1, 0...1, 0.00001...0.01])
  }

  @Test func `Regions and reference maps have the names that the claims ask for`() throws {
    let manifest = try #require(Self.manifest)
    let file = "qtp-solum.claims.yaml"
    let claims = try PublishedClaims.read(`Shipped manifests`.text(file), file: file).get().claims
    let statistics = claims.compactMap { $0.formula?.soleStatistic?.split(separator: ".").map(String.init) }
    #expect(Set(statistics.filter { $0[0] == "region" }.map { $0[1] }) == Set(manifest.validation.regions.map(\.name)))
    #expect(Set(statistics.filter { $0[0] == "ref" }.map { $0[1] }) == Set(manifest.validation.references.map(\.name)))
    #expect(manifest.claims == file)
  }
}

@Suite struct `The twin at full size` {
  @Test func `It is the twin but for its cells and its name`() throws {
    let large = try `Shipped manifests`.manifest("plateau-twin-1km")
    var twin = try `Shipped manifests`.manifest("plateau-twin")
    #expect(large.grid.cell == 1000)
    #expect(large.twin?.values["area"] == 2_500_000)
    twin.product.id = "plateau-twin-1km"
    twin.product.title = large.product.title
    twin.grid.cell = 1000
    twin.twin?.values["cell-size"] = 1
    twin.twin?.values["dem-ratio"] = 2
    for index in twin.sources.indices where twin.sources[index].id == "dem" {
      twin.sources[index].title = "Elevation, cells of 500 m"
    }
    #expect(large == twin)
  }

  @Test func `Its lock pins nothing, since everything is generated`() throws {
    let text = try `Shipped manifests`.text("plateau-twin-1km.lock")
    let manifest = try `Shipped manifests`.manifest("plateau-twin-1km")
    let lock = try Lock.read(text, file: "lock", for: manifest).get()
    #expect(lock == Lock())
    #expect(lock.text == text)
  }
}
