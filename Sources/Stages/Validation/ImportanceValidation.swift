import Engine
import Ledger
import Manifests

/// The importance of every candidate as statistics that claims refer to.
enum ImportanceValidation {
  static func task(_ product: ProductDeclaration) -> TaskDefinition? {
    guard product.manifest.importance != nil else { return nil }
    return TaskDefinition(
      id: "validation/importance", stage: "validation", revision: 1, inputs: [ImportanceStage.summaryInput]
    ) { context in
      let file = ImportanceStage.summaryFile
      let table = try readTable(context.file("importance", file))
      var found = StatisticList()
      for (name, mean) in zip(
        try table.column("abbreviation", file: file), try table.numbers("mean", file: file))
      {
        found.add("importance.\(name).mda", mean, "m2")
      }
      found.add("importance.kept", try table.column("kept", file: file).count { $0 == "true" })
      try writeText(table.csv, to: context.output("importance.csv"))
      try writeText(found.table.csv, to: context.output(Statistic.fileName))
    }
  }
}
