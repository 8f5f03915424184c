import Grids
import Learning
import Ledger
import Manifests
import Statistics

/// The profiles that take part: those whose status is `ok`.
struct Samples {
  /// The status of a profile that takes part.
  static let takesPart = "ok"

  struct Row {
    var id: String
    var thickness: Double
    var cell: CellIndex
    /// The place of the row in the table's columns.
    fileprivate var place: Int
  }

  let rows: [Row]
  private let table: Table

  init(_ table: Table) throws {
    let file = SamplesStage.fileName
    self.table = table
    let ids = try table.column("id", file: file)
    let status = try table.column("status", file: file)
    let thickness = try table.numbers("thickness", file: file)
    let row = try table.numbers("row", file: file)
    let column = try table.numbers("column", file: file)
    rows = ids.indices.filter { status[$0] == Self.takesPart }.map { place in
      Row(
        id: ids[place], thickness: thickness[place],
        cell: CellIndex(row: Int(row[place]), column: Int(column[place])), place: place)
    }
  }

  var thickness: [Double] { rows.map(\.thickness) }

  /// The values of one column of the table, for the profiles that take part.
  func column(_ name: String) throws -> [Double] {
    let values = try table.numbers(name, file: SamplesStage.fileName)
    return rows.map { values[$0.place] }
  }

  func fields(_ names: [String], of row: Row) -> [String] {
    names.map { name in table.columns.firstIndex(of: name).map { table.rows[row.place][$0] } ?? "" }
  }
}

/// The candidates as the random forest sees them; the components of a direction are one covariate of two columns.
func covariateTable(_ candidates: [CovariateSpecification], _ samples: Samples) throws -> CovariateTable {
  try CovariateTable(
    covariates: candidates.map { candidate in
      switch candidate.form {
      case .continuous: Covariate(candidate.id, .continuous(try samples.column(candidate.id)))
      case .categorical: Covariate(candidate.id, .categorical(try samples.column(candidate.id).map { Int16($0) }))
      case .circular:
        Covariate(
          candidate.id,
          .circular(try ["\(candidate.id)_sine", "\(candidate.id)_cosine"].map { try samples.column($0) }))
      }
    }, response: samples.thickness)
}
