import Ledger

/// What is known of a task's ingredients while some of its inputs are still to be made.
struct PartialIdentity {
  /// Sorted; all but the artifacts of `pending`, and the lineage.
  var ingredients: [Ingredient]
  /// The inputs that are still to be made.
  var pending: [TaskDefinition.Input]

  /// - Parameter finished: the tasks that `task` reads, by id; `nil` for one that is still to run.
  init(_ task: TaskDefinition, finished: (String) -> TaskProvenance?) {
    ingredients = task.parameters
    pending = []
    for input in task.inputs {
      guard let made = finished(input.task)?.outputs else {
        pending.append(input)
        continue
      }
      ingredients += input.ingredients(made.filter { input.artifacts?.contains($0.name) ?? true })
    }
    ingredients.sort()
  }
}
