import Engine
import Foundation
import Geodata
import Grids
import Ledger
import Manifests
import MassBalance
import Packaging

/// The one description that README, report, citation and metadata are written from.
func describe(
  _ product: ProductDeclaration, _ contents: ReleaseContents, _ statistics: [String], _ context: TaskContext
) throws -> ReleaseDescription {
  let declared = product.manifest.product
  let frame = try FrameStage.readFrame(context)
  let extent = try geographicBounds(of: frame)
  var numbers = StatisticList()
  for id in statistics {
    let list = try StatisticList(readTable(context.file("statistics/\(id)", Statistic.fileName)))
    for item in list.items { numbers.add(item.name, item.value, item.unit) }
  }
  let tables = try contents.tables.map { entry in
    ReleaseDescription.NamedTable(
      path: entry.path, title: entry.title, table: try readTable(context.file(entry.task, entry.file)))
  }
  let claims = try product.claims.map { _ in try readTable(context.file("claims", ClaimsTask.fileName)) }
  let figures = try PublishedFigures.captions(product).map { figure in
    ReleaseDescription.Figure(
      path: figure.path, title: figure.title, caption: figure.caption,
      png: [UInt8](try Data(contentsOf: URL(fileURLWithPath: context.file("figures", figure.path)))))
  }
  var description = ReleaseDescription(
    id: declared.id, version: declared.version, title: declared.title, kind: declared.kind.rawValue,
    releaseDate: declared.releaseDate, summary: declared.summary, limits: declared.limits,
    creators: declared.creators.map {
      .init(name: $0.name, isOrganization: $0.organizational, orcid: $0.orcid, affiliation: $0.affiliation)
    },
    licence: declared.licence, keywords: declared.keywords, supplementedDOI: declared.supplements?.doi,
    supplementedForm: declared.supplements?.form,
    extent: .init(west: extent.west, south: extent.south, east: extent.east, north: extent.north), crs: frame.crs,
    cellSize: frame.cellWidth, sources: sources(of: product, context.lineage),
    files: files(of: product, contents, figures),
    omissions: contents.omissions, headlines: headlines(numbers), figures: figures, tables: tables, claims: claims,
    tasks: context.lineage, toolVersion: product.toolVersion)
  description.flagMeanings = QualityFlags.meanings.map { (Int($0.flag.rawValue), $0.name) }
  return description
}

private func files(
  of product: ProductDeclaration, _ contents: ReleaseContents, _ figures: [ReleaseDescription.Figure]
) -> [ReleaseDescription.File] {
  var files: [ReleaseDescription.File] = []
  for raster in PublishedRasters.titles(product) {
    files.append(.init(path: raster.path, title: raster.title, unit: raster.unit))
  }
  for table in contents.tables { files.append(.init(path: table.path, title: table.title)) }
  for figure in figures { files.append(.init(path: figure.path, title: figure.title)) }
  if product.claims != nil {
    files.append(.init(path: "claims.csv", title: "Every published number beside what was computed"))
  }
  return files + fixedFiles
}

/// The files that every release has.
private let fixedFiles: [ReleaseDescription.File] = [
  .init(path: "README.md", title: "What this is, how to cite it, how to check it"),
  .init(path: "report.html", title: "The release on one page"),
  .init(path: "metadata/datacite.xml", title: "DataCite 4.6 metadata"),
  .init(path: "metadata/iso19115-3.xml", title: "ISO 19115-3 metadata with the lineage of the run"),
  .init(path: "provenance/tasks.jsonl", title: "Every task: key, ingredients, digests of inputs and outputs"),
  .init(path: "manifest.yaml", title: "The manifest in canonical form"),
  .init(path: "manifest.lock", title: "The digests of the sources"),
  .init(path: "CITATION.cff", title: "How to cite"),
  .init(path: "LICENSE.txt", title: "The terms"),
  .init(path: "datapackage.json", title: "Frictionless data package: every table with its schema"),
  .init(path: "SHA256SUMS", title: "The digest of every other file"),
]

private func sources(of product: ProductDeclaration, _ lineage: [TaskProvenance]) -> [ReleaseDescription.Source] {
  product.manifest.sources.compactMap { source in
    guard let provenance = lineage.first(where: { $0.source?.id == source.id })?.source else { return nil }
    return .init(
      provenance: provenance, substitutes: source.substitutes, redistributable: source.licence?.redistribute ?? false)
  }
}

/// The numbers that a reader looks for first.
private func headlines(_ numbers: StatisticList) -> [ReleaseDescription.Headline] {
  let wanted = [
    ("map.h.mean", "mean thickness"), ("map.h.median", "median thickness"), ("map.h.min", "least thickness"),
    ("map.h.max", "greatest thickness"), ("cv.overall.rmse", "out-of-fold RMSE"),
    ("cv.zone_mean.rmse", "out-of-fold RMSE of the zone mean"), ("map.h.obs.rmse", "RMSE of the map at the profiles"),
    ("corr.pearson.h.MAT", "correlation with temperature"), ("corr.pearson.h.elev", "correlation with elevation"),
    ("corr.pearson.h.NDVI", "correlation with vegetation"), ("obs.count", "profiles read"),
    ("obs.count.used", "profiles used"), ("zones.match.cost", "distance of the zones from Table 3"),
    ("zones.match.runner_up_cost", "the same for the next best numbering"),
  ]
  return wanted.compactMap { name, words in
    numbers.items.first { $0.name == name }.map { .init(name: words, value: $0.value, unit: $0.unit) }
  }
}
