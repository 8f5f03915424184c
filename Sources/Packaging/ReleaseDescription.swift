package import Ledger

/// Everything that the words of a release are made from: README, report, citation and metadata say the same because
/// they are written from this one value.
///
/// Nothing in it differs between two runs of the same inputs.
package struct ReleaseDescription: Sendable {
  package struct Creator: Hashable, Sendable {
    package var name: String
    package var isOrganization: Bool
    package var orcid: String?
    package var affiliation: String?

    package init(name: String, isOrganization: Bool, orcid: String?, affiliation: String?) {
      self.name = name
      self.isOrganization = isOrganization
      self.orcid = orcid
      self.affiliation = affiliation
    }
  }

  /// Longitudes and latitudes in degrees on WGS84.
  package struct Extent: Hashable, Sendable {
    package var west: Double
    package var south: Double
    package var east: Double
    package var north: Double

    package init(west: Double, south: Double, east: Double, north: Double) {
      self.west = west
      self.south = south
      self.east = east
      self.north = north
    }
  }

  package struct Source: Hashable, Sendable {
    package var provenance: SourceProvenance
    /// What it stands in for, where it is a substitute.
    package var substitutes: String?
    package var redistributable: Bool

    package init(provenance: SourceProvenance, substitutes: String?, redistributable: Bool) {
      self.provenance = provenance
      self.substitutes = substitutes
      self.redistributable = redistributable
    }
  }

  /// A file of the release, by its path in the folder.
  package struct File: Hashable, Sendable {
    package var path: String
    package var title: String
    /// For rasters and single-valued tables.
    package var unit: String?

    package init(path: String, title: String, unit: String? = nil) {
      self.path = path
      self.title = title
      self.unit = unit
    }
  }

  /// A file that this product lacks the inputs for.
  package struct Omission: Hashable, Sendable {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  package struct Headline: Hashable, Sendable {
    package var name: String
    package var value: Double
    package var unit: String

    package init(name: String, value: Double, unit: String) {
      self.name = name
      self.value = value
      self.unit = unit
    }
  }

  package struct Figure: Sendable {
    /// Path in the release, such as `figures/map.png`.
    package var path: String
    package var title: String
    package var caption: String
    package var png: [UInt8]

    package init(path: String, title: String, caption: String, png: [UInt8]) {
      self.path = path
      self.title = title
      self.caption = caption
      self.png = png
    }
  }

  package struct NamedTable: Sendable {
    package var path: String
    package var title: String
    package var table: Table

    package init(path: String, title: String, table: Table) {
      self.path = path
      self.title = title
      self.table = table
    }
  }

  package var id: String
  package var version: String
  package var title: String
  /// `original`, `reconstruction` or `synthetic`; printed on every page.
  package var kind: String
  /// ISO 8601.
  package var releaseDate: String
  package var summary: String
  /// What a reader must know before using it.
  package var limits: [String]
  package var creators: [Creator]
  /// SPDX identifier.
  package var licence: String
  package var keywords: [String]
  /// The article or preprint that this product supplements.
  package var supplementedDOI: String?
  package var supplementedForm: String?
  package var extent: Extent
  package var crs: String
  /// Side of a cell, m.
  package var cellSize: Double
  package var sources: [Source]
  package var files: [File]
  package var omissions: [Omission]
  package var headlines: [Headline]
  package var figures: [Figure]
  package var tables: [NamedTable]
  /// The rows of `claims.csv`; `nil` for a product without claims.
  package var claims: Table?
  /// Every task upstream of the release.
  package var tasks: [TaskProvenance]
  package var toolVersion: String
  /// The bits of `data/quality_flags.tif` by their values, 1, 2, 4 and so on, and what each says.
  package var flagMeanings: [(bit: Int, meaning: String)] = []
  /// Who publishes it; `nil` before a repository has taken it.
  package var publisher: String?
  /// `nil` before a repository has reserved one.
  package var doi: String?

  package init(
    id: String, version: String, title: String, kind: String, releaseDate: String, summary: String, limits: [String],
    creators: [Creator], licence: String, keywords: [String], supplementedDOI: String?, supplementedForm: String?,
    extent: Extent, crs: String, cellSize: Double, sources: [Source], files: [File], omissions: [Omission],
    headlines: [Headline], figures: [Figure], tables: [NamedTable], claims: Table?, tasks: [TaskProvenance],
    toolVersion: String
  ) {
    self.id = id
    self.version = version
    self.title = title
    self.kind = kind
    self.releaseDate = releaseDate
    self.summary = summary
    self.limits = limits
    self.creators = creators
    self.licence = licence
    self.keywords = keywords
    self.supplementedDOI = supplementedDOI
    self.supplementedForm = supplementedForm
    self.extent = extent
    self.crs = crs
    self.cellSize = cellSize
    self.sources = sources
    self.files = files
    self.omissions = omissions
    self.headlines = headlines
    self.figures = figures
    self.tables = tables
    self.claims = claims
    self.tasks = tasks
    self.toolVersion = toolVersion
  }
}
