import Grids
import Testing
import Twin

struct ProfileTests {
  @Test func `552 profiles lie in 552 cells: 522 in the zones as in Table 4, 30 on lakes and glaciers`() throws {
    let plateau = try Plateaus.standard.get()
    let profiles = plateau.profiles
    #expect(profiles.count == 552)
    #expect(Set(profiles.map(\.id)).count == 552)
    #expect(profiles.count(where: \.isMasked) == 30)
    for (index, count) in [35, 131, 136, 51, 71, 79, 15, 4].enumerated() {
      #expect(profiles.count { !$0.isMasked && $0.zone == index + 1 } == count)
    }
    let cells = try profiles.map { try #require(plateau.frame.cell(containing: $0.location)) }
    #expect(Set(cells).count == 552)
    for (profile, cell) in zip(profiles, cells) {
      #expect(plateau.inside[cell])
      #expect((plateau.lakeMask[cell] || plateau.glacierMask[cell]) == profile.isMasked)
      if profile.isMasked { continue }
      #expect(plateau.truth.zones[cell] == Int16(profile.zone))
      #expect(plateau.truth.erosion[cell] > 1e-9)
      #expect(Double(plateau.truth.thickness[cell]) == profile.trueThickness)
    }
  }

  @Test(arguments: [20_251_216, 1, 2, 3] as [UInt64])
  func `Observations are the truth and normal noise of 0.15 m`(seed: UInt64) throws {
    let plateau = try Plateaus.coarse(seed: seed)
    let errors = plateau.profiles.map { $0.thickness - $0.trueThickness }
    // Four standard errors: of a mean 0.15/sqrt(552), of a standard deviation 0.15/sqrt(2 x 552).
    #expect(abs(mean(errors)) < 4 * 0.15 / 23.5)
    #expect(abs(deviation(errors) - 0.15) < 4 * 0.15 / 33.2)
    // 4.6 % of normal deviates lie beyond two standard deviations: 25 of 552, with a standard deviation of 5.
    let far = errors.count { $0.magnitude > 0.3 }
    #expect(far >= 5 && far <= 45)
  }

  @Test func `No observation is below the least thickness`() throws {
    let plateau = try Plateaus.coarse(seed: 5, changing: ["noise": 2, "least-thickness": 0.5])
    #expect(plateau.profiles.allSatisfy { $0.thickness >= 0.5 })
    #expect(plateau.profiles.contains { $0.thickness == 0.5 })
  }

  @Test func `More profiles than cells is an error that names the zone and both numbers`() throws {
    var values = TwinParameters.standard.values
    values["cell-size"] = 50
    values["snap"] = 50
    values["dem-margin"] = 50
    values["dem-ratio"] = 2
    let greedy = try TwinParameters(values: values, profiles: [35, 131, 136, 51, 5000, 79, 15, 4], maskedProfiles: 0)
    let error = #expect(throws: TwinError.self) { try SyntheticPlateau(parameters: greedy, seed: 1) }
    guard case .tooFewCells(zone: 5, let cells, profiles: 5000) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(
      error?.description == """
        twin: error: true zone 5 has \(cells) cells for 5000 profiles
          ask for fewer profiles, take another seed, or smaller cells
        """)
  }
}
