import Foundation
import Ledger
import Testing

@testable import Manifests

/// The paper's claims as they stand in `Manifests/qtp-solum.claims.yaml`.
@Suite struct ClaimsFileTests {
  static let file = "qtp-solum.claims.yaml"
  static let published = try? PublishedClaims.read(`Shipped manifests`.text(file), file: file).get()

  static var claims: [Claim] { published?.claims ?? [] }
  static let results = judge(claims)

  @Test func `The file reads without a problem`() throws {
    let text = try `Shipped manifests`.text(Self.file)
    let errors = PublishedClaims.read(text, file: Self.file).failure
    #expect(errors == nil, "\(errors.map(String.init(describing:)) ?? "")")
  }

  // The counts of the extraction from the paper.
  @Test(arguments: [
    (Claim.Check.static, 91), (.reproduce, 180), (.cite, 83), (.relation, 39), (.derived, 41),
  ])
  func `It has every claim of the paper`(check: Claim.Check, count: Int) {
    #expect(Self.claims.count { $0.check == check } == count)
  }

  @Test func `Every verdict among published numbers is the one on record`() {
    #expect(Self.results.filter { !$0.isAsExpected }.map(\.claim.id) == [])
  }

  // The inconsistencies of the paper: audit of the printed numbers, done apart from this code.
  @Test func `Seven claims and sixteen relations contradict the paper's own numbers`() {
    let failing = Self.results.filter { $0.verdict == .fails }
    #expect(
      Set(failing.filter { $0.claim.check == .static }.map(\.claim.id)) == [
        "ABS.gain_lo", "ABS.gain_hi", "S22.ndvi_use_from", "S25.subsets", "S31.c7.weights", "S5.red_shang",
        "S5.red_liu",
      ])
    #expect(failing.count { $0.claim.check == .relation } == 16)
  }

  @Test func `Every reproduced claim of the paper waits for a run`() {
    let reproduced = Self.results.filter { $0.claim.check == .reproduce }
    #expect(Set(reproduced.map(\.verdict)) == [.missingInput])
  }

  @Test func `Table 5 and Table 4 are compared with these statistics`() {
    let names = Dictionary(
      uniqueKeysWithValues: Self.claims.compactMap { claim in
        claim.formula?.soleStatistic.map { (claim.id, $0) }
      })
    #expect(names["T5.this.min"] == "map.h.min")
    #expect(names["T4.c1.h0"] == "params.cluster[1].h0")
    #expect(names["T4.c8.n"] == "obs.count.cluster[8]")
    #expect(names["S33.r_MAT"] == "corr.pearson.h.MAT")
    #expect(names["S341.rmse"] == "cv.overall.rmse")
  }

  @Test func `The table of claims judges itself the same without the file`() throws {
    let text = ClaimsTable.text(Self.results)
    let again = judge(try ClaimsTable.results(of: text).map(\.claim))
    #expect(ClaimsTable.text(again) == text)
  }

  // Interval arithmetic in an independent program, six significant digits.
  @Test(arguments: relations.split(separator: "\n"))
  func `Both sides of a relation span what another program found`(row: Substring) throws {
    let words = row.split(separator: " ").map(String.init)
    let result = try #require(Self.results.first { $0.claim.id == words[0] })
    guard case .sides(let left, let right) = result.computed else {
      Issue.record("\(words[0]) has no two sides")
      return
    }
    for (found, expected) in zip([left.lower, left.upper, right.lower, right.upper], words[1...4]) {
      #expect(isNear(found, try #require(Double(expected))))
    }
    #expect(result.verdict.rawValue == words[5])
  }

  @Test(arguments: derived.split(separator: "\n"))
  func `A derived number spans what another program found`(row: Substring) throws {
    let words = row.split(separator: " ").map(String.init)
    let result = try #require(Self.results.first { $0.claim.id == words[0] })
    guard case .interval(let interval) = result.computed else {
      Issue.record("\(words[0]) has no interval")
      return
    }
    #expect(isNear(interval.lower, try #require(Double(words[1]))))
    #expect(isNear(interval.upper, try #require(Double(words[2]))))
  }

  /// Half a unit of the sixth digit, at most 5e-6 of the value, and as much for rounding on both sides.
  private func isNear(_ found: Double, _ expected: Double) -> Bool {
    abs(found - expected) <= 1e-5 * abs(expected)
  }
}

extension Result {
  fileprivate var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}

/// Relation, ends of the left side, ends of the right side, verdict.
private let relations = """
  R.n_total 522 522 552 552 fails
  R.rmse_pooled7 0.335 0.345 0.348097 0.358054 fails
  R.rmse_pooled522 0.335 0.345 0.346761 0.35668 fails
  R.rmse_pooled552 0.335 0.345 0.337207 0.346852 possible
  R.rmse_simple_mean 0.335 0.345 0.342143 0.352143 possible
  R.gain_shangguan 16.5 17.5 22.4719 26.3736 fails
  R.gain_liu 9.5 10.5 16.8675 21.1765 fails
  R.mae_le_rmse.this 0.125 0.135 0.335 0.345 holds
  R.mae_le_rmse.shangguan 0.055 0.065 0.445 0.455 holds
  R.mae_le_rmse.liu 0.105 0.115 0.415 0.425 holds
  R.a_gt80.c1 86.025 86.035 80 80 holds
  R.a_gt80.c2 98.335 98.345 80 80 holds
  R.a_gt80.c3 99.65 99.75 80 80 holds
  R.a_gt80.c4 99.685 99.695 80 80 holds
  R.a_gt80.c6 99.175 99.185 80 80 holds
  R.a_lt1.c7 0.575 0.585 1 1 holds
  R.a_lt1.c8 0.625 0.635 1 1 holds
  R.alpha_lt.c1 0.00115 0.00125 0.06 0.06 holds
  R.alpha_lt.c6 0.0525 0.0535 0.06 0.06 holds
  R.alpha_lt_unlisted.c2 0.00235 0.00245 0.06 0.06 fails
  R.alpha_lt_unlisted.c3 0.00135 0.00145 0.06 0.06 fails
  R.alpha_lt_unlisted.c4 0.000425 0.000435 0.06 0.06 fails
  R.c7_weight.alpha 0.985 0.995 0.985 0.995 possible
  R.c7_weight.beta 0.955 0.965 0.985 0.995 fails
  R.c7_weight.gamma 0.985 0.995 0.985 0.995 possible
  R.mat_c1_vs_area 13.085 13.095 9.5 10.5 fails
  R.interior_vs_qiangtang 0.735 0.745 0.595 0.605 fails
  R.qt_gt_shang 0.735 0.745 0.575 0.585 fails
  R.qt_gt_liu 0.735 0.745 0.665 0.675 fails
  R.subset_min.min 0.405 0.415 0.385 0.395 holds
  R.subset_min.shang_min 0.115 0.125 0.115 0.125 possible
  R.subset_min.liu_min 0.035 0.045 -0.5 0.5 possible
  R.subset_max.S343_qt_max 1.415 1.425 2.035 2.045 holds
  R.subset_max.S343_qt_shang_max 1.215 1.225 1.595 1.605 holds
  R.subset_max.S343_qt_liu_max 1.155 1.165 2.345 2.355 holds
  R.subset_max.S343_qd_shang_max 1.355 1.365 1.595 1.605 holds
  R.smoothing_claim 1.845 2.855 1.64 1.66 fails
  R.negligible_depth_claim 0.385 0.395 0.115 0.125 fails
  R.ndvi_2000 2000 2000 2001 2001 fails
  """

/// Number, lower end, upper end.
private let derived = """
  R.rmse_implied_by_17 0.367125 0.379925
  R.rmse_implied_by_10 0.371425 0.384625
  R.max_abs_err_min.this 0.831296 0.9522
  R.min_obs_max.this 0.159236 0.174194
  R.max_abs_err_min.shangguan 3.04654 3.76409
  R.min_obs_max.shangguan 0.0558376 0.0666667
  R.max_abs_err_min.liu 1.49761 1.72024
  R.min_obs_max.liu 0.114754 0.127072
  R.shangguan_obs_max 3.16154 3.88909
  D4.c1.water 3.58092e-10 3.89277e-10
  D4.c1.wind 2.31981e-10 2.35123e-10
  D4.c1.grav 2.3354e-06 2.62843e-06
  D4.c1.rho_c 3732.73 3732.74
  D4.c2.water 6.11224e-10 6.37301e-10
  D4.c2.wind 5.33196e-10 5.59264e-10
  D4.c2.grav 4.11816e-08 4.53288e-08
  D4.c2.rho_c 3909.43 3909.44
  D4.c3.water 3.51126e-10 3.77516e-10
  D4.c3.wind 1.78164e-09 1.80947e-09
  D4.c3.grav 1.28655e-08 1.49598e-08
  D4.c3.rho_c 3854.39 3854.41
  D4.c4.water 1.09049e-10 1.11626e-10
  D4.c4.wind 1.83459e-09 1.86044e-09
  D4.c4.grav 1.5957e-09 1.64476e-09
  D4.c4.rho_c 3909.24 3909.26
  D4.c5.water 5.3796e-07 5.75898e-07
  D4.c5.wind 3.39471e-08 3.43681e-08
  D4.c5.grav 0.000959283 0.000981118
  D4.c5.rho_c 3909.15 3909.16
  D4.c6.water 1.3522e-08 1.3781e-08
  D4.c6.wind 2.96197e-10 3.21987e-10
  D4.c6.grav 2.67116e-08 2.72722e-08
  D4.c6.rho_c 3914.44 3914.45
  D4.c7.water 5.19271e-05 5.33668e-05
  D4.c7.wind 5.03456e-05 5.17577e-05
  D4.c7.grav 0.0115369 0.0119849
  D4.c7.rho_c 3242.53 3242.54
  D4.c8.water 4.78695e-05 4.91294e-05
  D4.c8.wind 1.70095e-08 2.22193e-08
  D4.c8.grav 4.17585e-06 4.38607e-06
  D4.c8.rho_c 3240.43 3240.44
  """
