import Testing

@testable import Manifests

/// `for` in a list of files, `period` of a source, names of regions.
@Suite struct `Series of files, years and regions` {
  static let files = "files: [{path: relief.tif, url: \"https://example.org/relief.tif\"}]"

  /// The small manifest with another list of files for its relief.
  static func read(files: String) throws -> Result<Manifest, ManifestErrors> {
    try Fault("", Self.files, by: "files: [\(files)]", says: "").read()
  }

  static func relief(files: String) throws -> [SourceSpecification.File] {
    try #require(try read(files: files).get().sources.first { $0.id == "relief" }).files
  }

  @Test func `A series names one file for each number, and its URL`() throws {
    let files = try Self.relief(
      files: "{path: first.tif, url: 'https://a.org/f'}, {path: 'p{year}.tif', url: 'https://a.org/{year}', "
        + "for: {year: 2009 to 2011}}")
    #expect(files.map(\.path) == ["first.tif", "p2009.tif", "p2010.tif", "p2011.tif"])
    #expect(files.last?.url == "https://a.org/2011")
  }

  @Test func `Leading zeros of the first number fill the others, and the first word by name varies slowest`() throws {
    let files = try Self.relief(
      files: "{path: 'n{lat}e{lon}.hgt', url: 'https://a.org/{lat}/{lon}', for: {lon: 099 to 100, lat: 8 to 10}}")
    #expect(
      files.map(\.path) == [
        "n8e099.hgt", "n8e100.hgt", "n9e099.hgt", "n9e100.hgt", "n10e099.hgt", "n10e100.hgt",
      ])
  }

  @Test(arguments: [
    (
      "{path: p.tif, url: 'https://a.org/{year}', for: {year: 2009 to 2011}}",
      "'path' is 'p.tif'\n  write a text with '{year}' in it"
    ),
    (
      "{path: 'p{year}.tif', url: 'https://a.org/p', for: {year: 2009 to 2011}}",
      "'url' is 'https://a.org/p'\n  write a text with '{year}' in it"
    ),
    (
      "{path: 'p{year}.tif', url: 'https://a.org/{year}', for: {year: 2011 to 2009}}",
      "'year' is '2011 to 2009'\n  write a range of whole numbers, such as '073 to 104'"
    ),
    (
      "{path: 'p{n}.tif', url: 'https://a.org/{n}', for: {n: 0 to 100000}}",
      "'n' is '0 to 100000'\n  write a range of whole numbers, such as '073 to 104'"
    ),
    (
      "{path: p1.tif, url: 'https://a.org/1'}, {path: 'p{n}.tif', url: 'https://a.org/{n}', for: {n: 1 to 2}}",
      "'p1.tif' stands twice in 'files'\n  keep one of the two"
    ),
  ])
  func `A fault in a series is told with its mend`(files: String, says: String) throws {
    guard case .failure(let errors) = try Self.read(files: files) else {
      Issue.record("no error")
      return
    }
    #expect(errors.errors.count == 1)
    #expect(errors.description.contains(says), "\(errors)")
  }

  @Test(arguments: [("2020", 2020...2020), ("2000 to 2015", 2000...2015)])
  func `A period is a year or two`(text: String, years: ClosedRange<Int>) throws {
    let fault = Fault("", "title: Relief", by: "title: Relief\n    period: \(text)", says: "")
    let source = try #require(try fault.read().get().sources.first { $0.id == "relief" })
    #expect(source.period == years)
  }

  @Test(arguments: ["[2000, 2015]", "2015 to 2000", "2000-2015", "0", "since 2000"])
  func `Anything else is no period`(text: String) throws {
    guard
      case .failure(let errors) = try Fault("", "title: Relief", by: "title: Relief\n    period: \(text)", says: "")
        .read()
    else {
      Issue.record("no error")
      return
    }
    #expect(errors.description.contains("write a year or a range of years, such as '2000 to 2015'"), "\(errors)")
  }

  @Test func `A region may have an underscore in its name, a source may not`() throws {
    let region = try Fault("", "valley: {source", by: "yellow_river: {source", says: "").read().get()
    #expect(region.validation.regions.map(\.name) == ["yellow_river"])
    guard case .failure(let errors) = try Fault("", "  relief:", by: "  the_relief:", says: "").read() else {
      Issue.record("no error")
      return
    }
    #expect(errors.description.contains("'name' is 'the_relief'"))
  }
}
