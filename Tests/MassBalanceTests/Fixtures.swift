import Foundation
import Grids
import MassBalance

/// The tables of this room's fixtures.
enum Fixture {
  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Fixtures/\(name)"))
  }

  /// Rows of a CSV by column; `nil` where a field is empty.
  static func table(_ name: String) throws -> [[String: Double?]] {
    let lines = String(decoding: try data(name), as: UTF8.self).split(separator: "\n")
    let header = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      return Dictionary(uniqueKeysWithValues: zip(header, fields))
    }
  }
}

/// Tables 3 and 4 of the paper as the fixture carries them.
struct Published: Decodable {
  /// Elevation, MAT, MAP and NDVI of each zone.
  var table3: [[Double]]
  var table4: [[Double]]

  enum CodingKeys: String, CodingKey {
    case table3
    case table4 = "table4_h0_rho_a_b_alpha_beta_gamma_D"
  }

  static func read() throws -> Published {
    try JSONDecoder().decode(Published.self, from: Fixture.data("steady_state.json"))
  }

  /// Parameters of the zone numbered from 1.
  func parameters(zone: Int) throws -> Parameters {
    guard let parameters = Parameters(vector: table4[zone - 1]) else { throw CocoaError(.fileReadCorruptFile) }
    return parameters
  }

  /// The mean climate of the zone numbered from 1 under the given erosion in t ha-1 a-1, on even ground.
  func forcing(zone: Int, water: Double, wind: Double) -> Forcing {
    Forcing(
      temperature: Quantity(table3[zone - 1][1]), precipitation: Quantity(table3[zone - 1][2]),
      waterErosion: Quantity(water), windErosion: Quantity(wind), curvature: Quantity(0))
  }
}
