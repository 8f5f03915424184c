import Ledger
import Manifests

/// The tables of the paper as its claims print them: the one place where these numbers stand.
struct PublishedTables {
  /// Table 3: elevation (m), MAT (degC), MAP (mm/a) and NDVI, one row a zone.
  let zoneMeans: [[Double]]
  /// Table 4: h0, rho_s, a, b, alpha, beta, gamma, D, one row a zone.
  let parameters: [[Double]]

  init(_ product: ProductDeclaration) throws {
    guard let claims = product.claims else {
      throw StageError(
        subject: "manifest", problem: "published tables are wanted and no claims are named",
        remedy: "name the claims file under 'claims'")
    }
    func rows(_ table: String, _ columns: [String]) throws -> [[Double]] {
      try (1...8).map { zone in
        try columns.map { column in
          guard let value = claims.claims.first(where: { $0.id == "\(table).c\(zone).\(column)" })?.value else {
            throw StageError(
              subject: "claims", problem: "there is no number \(table).c\(zone).\(column)",
              remedy: "take it from the paper's table")
          }
          return value
        }
      }
    }
    zoneMeans = try rows("T3", ["elev", "MAT", "MAP", "NDVI"])
    parameters = try rows("T4", ["h0", "rho", "a", "b", "alpha", "beta", "gamma", "D"])
  }
}
