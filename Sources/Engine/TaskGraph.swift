import Ledger

/// Tasks and what each needs of the others, checked: ids are unique, inputs exist, nothing waits for itself.
package struct TaskGraph: Sendable {
  /// By depth below the sources, then by id: the same whatever the order in which the tasks were given.
  package let tasks: [TaskDefinition]
  /// The stages and tasks up to which a greater graph was cut; empty for a whole one.
  package private(set) var targets: [String] = []
  let position: [String: Int]
  /// For each task, the tasks it reads; each once, ascending.
  let inputs: [[Int]]
  /// For each task, the tasks that read it; each once, ascending.
  let dependents: [[Int]]

  package init(_ definitions: [TaskDefinition]) throws(GraphError) {
    var given: [String: Int] = [:]
    for (index, task) in definitions.enumerated() {
      guard given.updateValue(index, forKey: task.id) == nil else { throw .repeatedTask(task.id) }
      try Self.check(task)
    }
    var reads: [[Int]] = []
    for task in definitions {
      var producers: Set<Int> = []
      for input in task.inputs {
        guard let producer = given[input.task] else {
          throw .unknownTask(input.task, wantedBy: task.id, input: input.name)
        }
        producers.insert(producer)
      }
      reads.append(producers.sorted())
    }

    let depths = try Self.depths(reads, ids: definitions.map(\.id))
    let order = definitions.indices.sorted {
      (depths[$0], definitions[$0].id) < (depths[$1], definitions[$1].id)
    }
    var place = [Int](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { place[old] = new }

    tasks = order.map { definitions[$0] }
    position = given.mapValues { place[$0] }
    inputs = order.map { reads[$0].map { place[$0] }.sorted() }
    var readers = [[Int]](repeating: [], count: order.count)
    for (reader, producers) in inputs.enumerated() {
      for producer in producers { readers[producer].append(reader) }
    }
    dependents = readers
  }

  package subscript(id: String) -> TaskDefinition? { position[id].map { tasks[$0] } }

  /// The stages, in the order in which they first occur.
  package var stages: [String] {
    var seen: Set<String> = []
    return tasks.map(\.stage).filter { seen.insert($0).inserted }
  }

  /// The named stages and tasks, and everything they need.
  package func upTo(_ targets: [String]) throws(GraphError) -> TaskGraph {
    let stages = Set(stages)
    var roots: [Int] = []
    for target in targets {
      if let index = position[target] {
        roots.append(index)
      } else if stages.contains(target) {
        roots += tasks.indices.filter { tasks[$0].stage == target }
      } else {
        throw .unknownTarget(target, known: self.stages)
      }
    }
    var part = try TaskGraph(upstream(of: roots, including: true).map { tasks[$0] })
    part.targets = targets
    return part
  }

  /// Everything that the tasks at `roots` need, ascending.
  func upstream(of roots: [Int], including: Bool = false) -> [Int] {
    closure(of: roots, along: inputs, including: including)
  }

  /// Everything that needs the task at `root`, ascending.
  func downstream(of root: Int) -> [Int] {
    closure(of: [root], along: dependents, including: false)
  }

  private func closure(of roots: [Int], along edges: [[Int]], including: Bool) -> [Int] {
    var reached = Set(including ? roots : [])
    var pending = roots
    while let index = pending.popLast() {
      for next in edges[index] where reached.insert(next).inserted { pending.append(next) }
    }
    return reached.sorted()
  }

  /// The length of the longest way from a task without inputs to each task.
  private static func depths(_ reads: [[Int]], ids: [String]) throws(GraphError) -> [Int] {
    var readers = [[Int]](repeating: [], count: reads.count)
    for (reader, producers) in reads.enumerated() {
      for producer in producers { readers[producer].append(reader) }
    }
    var waitsFor = reads.map(\.count)
    var depths = [Int](repeating: 0, count: reads.count)
    var ready = reads.indices.filter { waitsFor[$0] == 0 }
    var done = 0
    while let index = ready.popLast() {
      done += 1
      for reader in readers[index] {
        depths[reader] = max(depths[reader], depths[index] + 1)
        waitsFor[reader] -= 1
        if waitsFor[reader] == 0 { ready.append(reader) }
      }
    }
    guard done == reads.count else {
      throw .cycle(cycle(among: reads.indices.filter { waitsFor[$0] > 0 }, reads).map { ids[$0] })
    }
    return depths
  }

  /// One cycle among tasks of which each waits for another of them.
  private static func cycle(among stuck: [Int], _ reads: [[Int]]) -> [Int] {
    let waiting = Set(stuck)
    var path: [Int] = []
    var current = stuck.first
    while let index = current {
      if let start = path.firstIndex(of: index) { return Array(path[start...]) }
      path.append(index)
      current = reads[index].first(where: waiting.contains)
    }
    return path
  }

  /// Refuses what reasons and folders could not tell apart.
  private static func check(_ task: TaskDefinition) throws(GraphError) {
    let ingredients = task.parameters.sorted()
    for (a, b) in zip(ingredients, ingredients.dropFirst()) where a.kind == b.kind && a.name == b.name {
      throw .repeatedIngredient(b, task: task.id)
    }
    let names = task.inputs.map(\.name).sorted()
    for name in names {
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
        throw .unusableInputName(name, task: task.id)
      }
    }
    let folders = Set(names)
    guard folders.count == names.count else { throw .repeatedInput(repeated(names), task: task.id) }
    for name in names {
      var above = FileSystem.parent(of: name)
      while above != "." {
        guard !folders.contains(above) else { throw .repeatedInput(name, task: task.id) }
        above = FileSystem.parent(of: above)
      }
    }
  }

  private static func repeated(_ sorted: [String]) -> String {
    zip(sorted, sorted.dropFirst()).first { $0 == $1 }?.0 ?? ""
  }
}
