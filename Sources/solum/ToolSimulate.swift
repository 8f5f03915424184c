import ArgumentParser
import Grids
import Ledger
import MassBalance

/// `solum tool simulate`: the model solved for the rows of a table.
struct ToolSimulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Solves the steady state for every row of a table.",
    discussion: """
      T.csv has the columns cluster (the zone), mat (degC), map (mm/a), ewater and ewind (t/ha/a), curv (1/m, convex > 0) \
      and dtb (m, may be empty); P.csv has cluster,h0,rho_s,a,b,alpha,beta,gamma,D. The result is CSV on stdout; flags are \
      bits: 1 floor, 2 negative, 4 cut to bedrock, 8 not positive and treated as dtb or nodata.
      """)

  @Argument(help: "The table of places.", completion: .file(extensions: ["csv"])) var table: String
  @Option(help: "The table of parameters, one row a zone.", completion: .file(extensions: ["csv"])) var parameters:
    String
  @Option(help: "What a cell gets whose erosion is not positive.") var nonpositiveErosion = SteadyStateRules
    .NonPositiveErosion.floor
  @OptionGroup var common: ToolOptions

  func run() throws {
    try ending {
      let input = try readTable(table)
      let zones = try Self.parameters(readTable(parameters), file: parameters)
      let cluster = try input.column("cluster", file: table)
      let forcing = try ["mat", "map", "ewater", "ewind", "curv"].map { try finite($0, of: input, table) }
      let bedrock = try input.numbers("dtb", file: table)
      let rules = SteadyStateRules(nonPositiveErosion: nonpositiveErosion)
      var result = Table(columns: ["eemt", "ln_production", "erosion", "h_unbounded", "h_bounded", "hc", "flags"])
      for row in input.rows.indices {
        guard let own = zones[cluster[row]] else {
          throw TableError(
            file: table, line: row + 2, problem: "there are no parameters for cluster '\(cluster[row])'",
            remedy: "\(parameters) has \(zones.keys.sorted().joined(separator: ", "))")
        }
        let state = SteadyState(
          of: Forcing(
            temperature: .init(forcing[0][row]), precipitation: .init(forcing[1][row]),
            waterErosion: .init(forcing[2][row]), windErosion: .init(forcing[3][row]),
            curvature: .init(forcing[4][row]),
            depthToBedrock: bedrock[row].isNaN ? nil : .init(bedrock[row])), with: own, rules: rules)
        result.append(
          [state.eemt.value, state.lnProduction, state.erosion.value, state.unbounded?.value, state.thickness?.value]
            .map(Table.field) + [Table.field(state.saprolite?.value), "\(state.flags.rawValue)"])
      }
      try Console.result(result.csv)
    }
  }

  private static func parameters(_ table: Table, file: String) throws -> [String: Parameters] {
    let cluster = try table.column("cluster", file: file)
    let columns = try Parameters.names.map { try finite($0, of: table, file) }
    var zones: [String: Parameters] = [:]
    for row in cluster.indices {
      guard zones[cluster[row]] == nil else {
        throw TableError(
          file: file, line: row + 2, problem: "cluster '\(cluster[row])' has parameters already",
          remedy: "keep one row a cluster")
      }
      zones[cluster[row]] = Parameters(vector: columns.map { $0[row] })
    }
    return zones
  }
}

extension SteadyStateRules.NonPositiveErosion: ExpressibleByArgument {}
