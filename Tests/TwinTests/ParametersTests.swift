import Testing
import Twin

struct ParametersTests {
  private let standard = TwinParameters.standard

  @Test func `The defaults lie within their ranges and survive being written by name`() throws {
    for known in TwinParameters.known { #expect(known.range.contains(known.standard), "\(known.name)") }
    let again = try TwinParameters(
      values: standard.values, profiles: standard.profiles, maskedProfiles: standard.maskedProfiles)
    #expect(again == standard)
    #expect(standard.values.count == TwinParameters.known.count)
  }

  @Test func `Every wrong value is reported at once, with its mend`() {
    var values = standard.values
    values["noise"] = nil
    values["nois"] = 0.15
    values["lapse-rate"] = 60
    values["lake-count"] = 2.5
    let error = #expect(throws: TwinParameterError.self) {
      try TwinParameters(values: values, profiles: [1, 2, 3], maskedProfiles: 30)
    }
    #expect(
      error?.problems == [
        .unknown("nois"), .outOfRange("lapse-rate", found: 60, allowed: 0...10, unit: "degC/km"),
        .notWhole("lake-count", found: 2.5), .missing("noise"), .profiles(found: [1, 2, 3], masked: 30),
      ])
    let text = error?.description ?? ""
    #expect(
      text.contains(
        """
        twin: error: 'lapse-rate' is 60.0 degC/km; 0.0 to 10.0 degC/km is allowed
          fall of temperature with height; the default is 6.0
        """))
    #expect(
      text.contains(
        """
        twin: error: parameter 'noise' is missing
          add 'noise: 0.15' (m): standard deviation of an observed thickness about the truth
        """))
  }

  @Test func `A value that is not a number is out of range`() {
    var values = standard.values
    values["noise"] = .nan
    #expect(throws: TwinParameterError.self) {
      try TwinParameters(values: values, profiles: standard.profiles, maskedProfiles: 30)
    }
  }

  @Test func `A margin or snap that is no multiple of the cell is refused`() {
    for name in ["dem-margin", "snap"] {
      var values = standard.values
      values[name] = 15
      let error = #expect(throws: TwinParameterError.self) {
        try TwinParameters(values: values, profiles: standard.profiles, maskedProfiles: 30)
      }
      #expect(error?.problems == [.notNested(name, found: 15, cell: 10)])
    }
  }
}
