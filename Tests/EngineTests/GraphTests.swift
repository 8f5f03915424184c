import Engine
import Ledger
import Testing

@Suite struct `A task graph` {
  @Test(arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
  func `has one order, however its tasks are given`(order: [Int]) throws {
    let tasks = [toy("z"), toy("m", from: ["z"]), toy("b", from: ["m", "z"]), toy("a")]
    // By depth (a and z are roots), then by name.
    #expect(try TaskGraph(order.map { tasks[$0] }).tasks.map(\.id) == ["a", "z", "m", "b"])
  }

  @Test func `refuses two tasks of one name`() {
    #expect(throws: GraphError.repeatedTask("a")) { try TaskGraph([toy("a"), toy("a", word: "other")]) }
  }

  @Test func `refuses an input that no task makes, and says whose`() {
    let error = #expect(throws: GraphError.self) { try TaskGraph([toy("a", from: ["nowhere"])]) }
    #expect(
      error?.description == """
        task graph: error: task 'a' takes 'nowhere' from 'nowhere', which is no task
          add the task to the graph, or take the input from one that is in it
        """)
  }

  @Test func `names the tasks of a cycle and no others`() {
    let error = #expect(throws: GraphError.self) {
      try TaskGraph([toy("a", from: ["c"]), toy("b", from: ["a"]), toy("c", from: ["b"]), toy("below", from: ["c"])])
    }
    guard case .cycle(let ids) = error else {
      Issue.record("no cycle in \(String(describing: error))")
      return
    }
    #expect(ids.sorted() == ["a", "b", "c"])
  }

  @Test func `refuses two ingredients of one name, which no reason could tell apart`() {
    let twice = TaskDefinition(
      id: "a", stage: "grid", revision: 1, parameters: [.parameter("cell", 1), .parameter("cell", 2)]
    ) { _ in }
    #expect(throws: GraphError.repeatedIngredient(.parameter("cell", 2), task: "a")) { try TaskGraph([twice]) }
  }

  @Test(arguments: ["", "..", "a/../b", "/a", "a/"])
  func `refuses an input name that leads elsewhere`(name: String) {
    let task = TaskDefinition(id: "a", stage: "grid", revision: 1, inputs: [.init(name, from: "z")]) { _ in }
    #expect(throws: GraphError.unusableInputName(name, task: "a")) { try TaskGraph([toy("z"), task]) }
  }

  @Test func `refuses an input within another`() {
    let task = TaskDefinition(
      id: "a", stage: "grid", revision: 1, inputs: [.init("x", from: "z"), .init("x/y", from: "z")]
    ) { _ in }
    #expect(throws: GraphError.repeatedInput("x/y", task: "a")) { try TaskGraph([toy("z"), task]) }
  }

  @Test func `is cut to a stage or a task with everything it needs`() throws {
    let graph = try TaskGraph([
      toy("s", stage: "sources"), toy("g", from: ["s"]), toy("other", stage: "sources"),
      toy("zones", stage: "zones", from: ["g"]),
    ])
    #expect(try graph.upTo(["grid"]).tasks.map(\.id) == ["s", "g"])
    #expect(try graph.upTo(["other", "g"]).tasks.map(\.id) == ["other", "s", "g"])
    #expect(throws: GraphError.unknownTarget("zone", known: ["sources", "grid", "zones"])) {
      try graph.upTo(["zone"])
    }
  }
}
