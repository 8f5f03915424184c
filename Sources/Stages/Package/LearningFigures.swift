import Figures
import Ledger
import Manifests

/// Figures of what was learned from profiles and cells: partial dependence, numbers of zones beside one another, and
/// the search for parameters.
enum LearningFigures {
  /// A panel for each covariate of the table; marks below the curve are at quantiles of the profiles.
  static func partialDependence(
    _ table: Table, _ covariates: [CovariateSpecification], _ subtitle: String
  ) -> CurvePanels {
    var names: [String] = []
    for row in table.rows where names.last != row[0] { names.append(row[0]) }
    let panels = names.map { name in
      let rows = table.rows.filter { $0[0] == name }
      let places = rows.compactMap { Double($0[2]) }
      let responses = rows.compactMap { Double($0[3]) }
      let form = covariates.first { $0.id == name }?.form ?? .continuous
      let unit = covariates.first { $0.id == name }?.unit ?? "1"
      let curve = CurvePanels.Curve(
        zip(form == .categorical ? places.indices.map(Double.init) : places, responses).map {
          CurvePanels.Point($0, $1)
        })
      return CurvePanels.Panel(
        name, horizontalLabel: form == .categorical ? "class" : unit == "1" ? "" : unit,
        verticalLabel: "mean prediction, m", curves: [curve],
        scale: form == .categorical ? .classes(rows.map { $0[2] }) : form == .circular ? .circular : .linear,
        rug: form == .continuous ? places : [])
    }
    return CurvePanels(
      title: "Thickness along the most important covariates", subtitle: subtitle, panels: panels, sharesVertical: true)
  }

  /// Cost, silhouette and agreement of the starts by the number of zones, as far as the table has them; `k` is the one of
  /// the product.
  static func zoneNumbers(_ table: Table, k: Int, _ subtitle: String) -> CurvePanels {
    func curve(_ name: String, _ legend: LegendEntry? = nil) -> CurvePanels.Curve {
      let column = table.columns.firstIndex(of: name) ?? 0
      let points = table.rows.compactMap { row in
        Double(row[0]).flatMap { k in Double(row[column]).map { CurvePanels.Point(k, $0) } }
      }
      return CurvePanels.Curve(points, legend: legend, hasDots: true)
    }
    let curves = [
      ("Cost of the best start", [curve("cost")]), ("Mean silhouette", [curve("silhouette")]),
      (
        "Agreement with the best start",
        [
          curve("mean_agreement", LegendEntry("mean agreement", Palette.classes[0])),
          curve("least_agreement", LegendEntry("least agreement", Palette.classes[3])),
        ]
      ),
    ]
    let panels = curves.filter { $0.1.contains { !$0.points.isEmpty } }.map { name, curves in
      CurvePanels.Panel(
        name, horizontalLabel: "number of zones", verticalLabel: "", curves: curves,
        marks: [.init(Double(k), label: "k = \(k)")])
    }
    return CurvePanels(title: "Numbers of zones", subtitle: subtitle, panels: panels)
  }

  /// The best error by evaluation: a panel for each zone, a curve for each run.
  static func searches(_ table: Table, _ subtitle: String) -> CurvePanels {
    var zones: [String] = []
    for row in table.rows where zones.last != row[0] { zones.append(row[0]) }
    let panels = zones.map { zone in
      let rows = table.rows.filter { $0[0] == zone }
      let runs = Set(rows.compactMap { Int($0[1]) }).sorted()
      return CurvePanels.Panel(
        "zone \(zone)", horizontalLabel: "evaluations", verticalLabel: "RMSE, m",
        curves: runs.map { run in
          CurvePanels.Curve(
            rows.filter { $0[1] == "\(run)" }.compactMap { row in
              Double(row[2]).flatMap { calls in Double(row[3]).map { CurvePanels.Point(calls, $0) } }
            }, legend: LegendEntry("run \(run)", zoneColour(run)))
        }, isLogarithmicUpwards: true)
    }
    return CurvePanels(title: "The search for parameters", subtitle: subtitle, panels: panels)
  }
}
