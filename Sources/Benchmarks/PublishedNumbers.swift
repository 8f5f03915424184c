import Foundation
import Ledger
import Manifests
import MassBalance
import Twin

/// The paper's numbers, from the claims that stand beside the manifests; paths are relative to the project.
enum PublishedNumbers {
  private static let file = "Manifests/qtp-solum.claims.yaml"

  static func claims() throws -> [Claim] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw BenchmarkError(file, "cannot be read", remedy: "run from the root of the project")
    }
    return try PublishedClaims.read(String(decoding: data, as: UTF8.self), file: file).get().claims
  }

  /// Tables 3 and 4.
  static func zones() throws -> PublishedZones {
    let values = Dictionary(try claims().map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
    func number(_ id: String) throws -> Double {
      guard let value = values[id] ?? nil else {
        throw BenchmarkError(file, "there is no number \(id)", remedy: "take it from the paper's table")
      }
      return value
    }
    let zones = try (1...PublishedZones.count).map { zone in
      let vector = try ["h0", "rho", "a", "b", "alpha", "beta", "gamma", "D"].map { try number("T4.c\(zone).\($0)") }
      guard let parameters = Parameters(vector: vector) else {
        throw BenchmarkError(file, "zone \(zone) lacks parameters", remedy: "compare T4.* with the paper's table")
      }
      return try PublishedZones.Zone(
        elevation: number("T3.c\(zone).elev"), temperature: number("T3.c\(zone).MAT"),
        precipitation: number("T3.c\(zone).MAP"), ndvi: number("T3.c\(zone).NDVI"), parameters: parameters)
    }
    guard let published = PublishedZones(zones) else {
      throw BenchmarkError(file, "zones do not differ", remedy: "compare T3.* with the paper's table")
    }
    return published
  }
}
