import Foundation
import Grids
import Testing

@testable import Geodata

/// Texts that lay rasters side by side.
@Suite struct `A VRT` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (name, rows, west) in [("a", [[1, 2], [3, 4]], 10.0), ("b", [[9, 5], [9, 6]], 11)] {
      _ = try folder.write(asciiGrid(rows, west: west), as: "\(name).asc")
    }
  }

  private func source(_ name: String, column: Int, relative: Bool = true, width: Int = 2) -> String {
    """
    <SimpleSource><SourceFilename relativeToVRT="\(relative ? 1 : 0)">\(name)</SourceFilename><SourceBand>1</SourceBand>
    <SrcRect xOff="0" yOff="0" xSize="2" ySize="2"/><DstRect xOff="\(column)" yOff="0" xSize="\(width)" ySize="2"/>
    </SimpleSource>
    """
  }

  private func vrt(_ name: String, _ sources: [String], kind: String = "", columns: Int = 3, nodata: Int? = -9999)
    throws -> String
  {
    try folder.write(
      """
      <VRTDataset rasterXSize="\(columns)" rasterYSize="2"><SRS>EPSG:4326</SRS>
      <GeoTransform>10,1,0,22,0,-1</GeoTransform><VRTRasterBand dataType="Int16" band="1"\(kind)>
      \(nodata.map { "<NoDataValue>\($0)</NoDataValue>" } ?? "")\(sources.joined())</VRTRasterBand></VRTDataset>
      """, as: name)
  }

  private func cells(_ names: [String], _ references: VirtualReferences = .declared) throws -> [Float] {
    let mosaic = try RasterMosaic(
      names.map { $0.hasPrefix("/") ? $0 : folder.file($0) }, RasterReading(crs: "EPSG:4326"), virtual: references)
    return try mosaic.read(rows: 0..<mosaic.geometry.rows, columns: 0..<mosaic.geometry.columns)
  }

  @Test func `shows its tiles, of which the last wins, in whatever order they are declared`() throws {
    _ = try vrt("whole.vrt", [source("a.asc", column: 0), source("b.asc", column: 1)])
    #expect(try cells(["whole.vrt", "a.asc", "b.asc"]) == [1, 9, 5, 3, 9, 6])
    #expect(try cells(["b.asc", "a.asc", "whole.vrt"]) == [1, 9, 5, 3, 9, 6])
    _ = try vrt("whole.vrt", [source("b.asc", column: 1), source("a.asc", column: 0)])
    #expect(try cells(["whole.vrt", "a.asc", "b.asc"]) == [1, 2, 5, 3, 4, 6])
  }

  @Test func `that refers to a file which is not declared is refused, unless it may`() throws {
    _ = try vrt("whole.vrt", [source("a.asc", column: 0), source("b.asc", column: 1)])
    #expect(
      folder.complaint { _ = try cells(["whole.vrt", "a.asc"]) } == """
        whole.vrt: error: the VRT refers to 'b.asc', which is not among the files declared
          declare that file too, or build the VRT anew beside its tiles, so that it names them relatively
        """)
    #expect(try cells(["whole.vrt"], .any) == [1, 9, 5, 3, 9, 6])
    #expect(folder.complaint { _ = try readRaster(folder.file("whole.vrt"), as: Float.self) }.contains("cannot open"))
  }

  @Test(arguments: [
    "NETCDF:&quot;a.nc&quot;:z", "/vsicurl/https://example.org/a.tif", "lost.asc", "/vsizip/b.zip/b.asc",
  ])
  func `cannot refer to what is no declared file by another name`(name: String) throws {
    _ = try vrt("whole.vrt", [source("a.asc", column: 0), source(name, column: 1, relative: false)])
    #expect(folder.complaint { _ = try cells(["whole.vrt", "a.asc", "b.asc"]) }.contains("refers to '"))
  }

  @Test func `finds its tiles through links, other folders, absolute names and archives`() throws {
    try FileManager.default.createDirectory(atPath: folder.file("links"), withIntermediateDirectories: false)
    let names = ["whole.vrt", "a.asc", "b.asc"]
    _ = try vrt(
      "whole.vrt", [source("links/../a.asc", column: 0), source(folder.file("b.asc"), column: 1, relative: false)])
    for name in names {
      try FileManager.default.createSymbolicLink(
        atPath: folder.file("links/\(name)"), withDestinationPath: folder.file(name))
    }
    #expect(try cells(names.map { "links/\($0)" }) == [1, 9, 5, 3, 9, 6])
    // The archive holds 1 2 3 / 4 5 6.
    let archive = fixture("grid.txt.zip")
    _ = try vrt("zip.vrt", [source("/vsizip/\(archive)/grid.txt", column: 0, relative: false)], columns: 2)
    #expect(try cells(["zip.vrt", archive]) == [1, 2, 4, 5])
  }

  @Test func `may be made of others, which with their tiles are declared too`() throws {
    _ = try vrt("inner.vrt", [source("b.asc", column: 0)], columns: 2)
    _ = try vrt("whole.vrt", [source("a.asc", column: 0), source("inner.vrt", column: 1)])
    #expect(try cells(["inner.vrt", "whole.vrt", "a.asc", "b.asc"]) == [1, 9, 5, 3, 9, 6])
    #expect(
      folder.complaint { _ = try cells(["inner.vrt", "whole.vrt", "a.asc"]) }.hasPrefix("inner.vrt: error: the VRT "))
    #expect(folder.complaint { _ = try cells(["whole.vrt", "a.asc", "b.asc"]) }.contains("refers to 'inner.vrt'"))
    _ = try vrt("other.vrt", [source("a.asc", column: 0)])
    #expect(
      folder.complaint { _ = try cells(["whole.vrt", "other.vrt", "inner.vrt", "a.asc", "b.asc"]) }.contains(
        "one VRT can be the raster, not each of"))
    // One that is made of itself.
    _ = try vrt("whole.vrt", [source("whole.vrt", column: 0)])
    #expect(folder.complaint { _ = try cells(["whole.vrt", "a.asc"]) }.contains("one VRT can be the raster"))
  }

  @Test func `that computes, warps or resamples is refused, unless it may`() throws {
    _ = try vrt("whole.vrt", [source("a.asc", column: 0, width: 3)])
    #expect(
      folder.complaint { _ = try cells(["whole.vrt", "a.asc"]) } == """
        whole.vrt: error: the VRT does more than lay rasters side by side: it resamples 'a.asc'
          write what it makes into a GeoTIFF with gdal_translate, and declare that
        """)
    #expect(try cells(["whole.vrt"], .any).count == 6)
    _ = try vrt("whole.vrt", [source("a.asc", column: 0)], kind: " subClass=\"VRTDerivedRasterBand\"")
    #expect(folder.complaint { _ = try cells(["whole.vrt", "a.asc"]) }.contains("it holds a VRTDerivedRasterBand"))
  }

  @Test func `has no data in its gaps, or says that it cannot tell`() throws {
    _ = try vrt("whole.vrt", [source("a.asc", column: 1)])
    let found = try cells(["whole.vrt", "a.asc"])
    #expect(found[0].isNaN && found[3].isNaN && found[1] == 1 && found[5] == 4)
    _ = try vrt("whole.vrt", [source("a.asc", column: 1)], nodata: nil)
    #expect(
      folder.complaint { _ = try cells(["whole.vrt", "a.asc"]) } == """
        whole.vrt: error: the VRT has gaps between its rasters and no number for no data, so that they read as 0
          build it with gdalbuildvrt -vrtnodata and a number that is no height, or declare its nodata
        """)
    _ = try vrt("whole.vrt", [source("a.asc", column: 0), source("b.asc", column: 1)], nodata: nil)
    #expect(try cells(["whole.vrt", "a.asc", "b.asc"]) == [1, 9, 5, 3, 9, 6])
  }

  @Test func `that is none, or is not there, is said`() throws {
    _ = try folder.write("<VRTDataset", as: "whole.vrt")
    #expect(folder.complaint { _ = try cells(["whole.vrt"]) }.hasPrefix("whole.vrt: error: cannot read: "))
    #expect(folder.complaint { _ = try cells(["whole.vrt"], .any) }.hasPrefix("whole.vrt: error: cannot open: "))
    #expect(folder.complaint { _ = try cells(["lost.vrt"]) }.hasPrefix("lost.vrt: error: no such file"))
  }
}
