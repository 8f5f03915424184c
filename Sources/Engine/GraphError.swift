package import Ledger

/// A task graph that cannot be: a mistake of the code that made it, except for `unknownTarget`, which a user may type.
package enum GraphError: Error, Hashable, Sendable {
  case repeatedTask(String)
  case unknownTask(String, wantedBy: String, input: String)
  /// Each task needs the one before it, and the first the last.
  case cycle([String])
  case repeatedIngredient(Ingredient, task: String)
  case repeatedInput(String, task: String)
  case unusableInputName(String, task: String)
  case unknownTarget(String, known: [String])

  /// 64 for what a user typed, 70 for a bug of ours.
  package var exitCode: Int32 {
    if case .unknownTarget = self { 64 } else { 70 }
  }
}

extension GraphError: CustomStringConvertible {
  package var description: String { "task graph: error: \(what)\n  \(mend)" }

  private var what: String {
    switch self {
    case .repeatedTask(let id): "two tasks are called '\(id)'"
    case .unknownTask(let id, let wantedBy, let input):
      "task '\(wantedBy)' takes '\(input)' from '\(id)', which is no task"
    case .cycle(let ids): "tasks wait for each other: \((ids + ids.prefix(1)).joined(separator: " <- "))"
    case .repeatedIngredient(let ingredient, let task):
      "task '\(task)' names the \(ingredient.kind.rawValue) '\(ingredient.name)' twice"
    case .repeatedInput(let name, let task): "task '\(task)' has two inputs '\(name)', or one within the other"
    case .unusableInputName(let name, let task): "task '\(task)' has the input name '\(name)', which names no folder"
    case .unknownTarget(let name, _): "there is no stage or task '\(name)'"
    }
  }

  private var mend: String {
    switch self {
    case .repeatedTask: "give every task an id of its own"
    case .unknownTask: "add the task to the graph, or take the input from one that is in it"
    case .cycle: "take one of these inputs away"
    case .repeatedIngredient: "give each ingredient a name of its own, so that a reason can name it"
    case .repeatedInput, .unusableInputName: "give each input a name of its own, of parts other than '.' and '..'"
    case .unknownTarget(_, let known): "stages are \(known.joined(separator: ", ")); a task is named by its whole id"
    }
  }
}
