import Foundation
import Twin

/// The plateaus that the tests look at.
enum Plateaus {
  /// That of the default product.
  static let standard = Result { try SyntheticPlateau(parameters: .standard, seed: 20_251_216) }

  /// On cells of 20 km, quickly made, with a terrain model of `demRatio` cells a side.
  static func coarse(
    seed: UInt64, cellSize: Double = 20, demRatio: Double = 4, changing: [String: Double] = [:]
  ) throws -> SyntheticPlateau {
    var values = TwinParameters.standard.values
    values["cell-size"] = cellSize
    values["snap"] = 20
    values["dem-ratio"] = demRatio
    values.merge(changing) { $1 }
    return try SyntheticPlateau(
      parameters: TwinParameters(
        values: values, profiles: TwinParameters.standard.profiles,
        maskedProfiles: TwinParameters.standard.maskedProfiles),
      seed: seed)
  }
}

/// Tables 3 and 4 of the paper, as the fixture of the mass balance gives them.
struct PublishedTables: Decodable {
  var table3: [[Double]]
  var table4: [[Double]]

  private enum CodingKeys: String, CodingKey {
    case table3
    case table4 = "table4_h0_rho_a_b_alpha_beta_gamma_D"
  }

  static func read() throws -> PublishedTables {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let fixture = tests.appendingPathComponent("MassBalanceTests/Fixtures/steady_state.json")
    return try JSONDecoder().decode(PublishedTables.self, from: Data(contentsOf: fixture))
  }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// Standard deviation over n.
func deviation(_ values: [Double]) -> Double {
  let middle = mean(values)
  return mean(values.map { ($0 - middle) * ($0 - middle) }).squareRoot()
}
