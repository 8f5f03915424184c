import Statistics

/// A share of the population that evolves by itself until the next shuffling.
struct Complex {
  /// Places in the population, best first.
  private var members: [Int]
  /// Ranks of the parents of one step, ascending.
  private var parents: [Int] = []

  /// The complex that gets every `count`-th point, from rank `first` on.
  init(dealt first: Int, of count: Int, from population: Population) {
    members = stride(from: first, to: population.order.count, by: count).map { population.order[$0] }
  }

  var count: Int { members.count }

  /// One step of the competitive evolution: the worst of some parents is replaced.
  mutating func evolve(
    _ population: inout Population, sampling: ShuffledComplexEvolution.Sampling, stream: inout RandomStream,
    score: ([Double]) -> Double
  ) {
    chooseParents(population.bounds.count + 1, &stream)
    let worstRank = parents[parents.count - 1]
    let worst = members[worstRank]
    let worstScore = population.scores[worst]
    var centroid = [Double](repeating: 0, count: population.bounds.count)
    for parent in parents.dropLast() {
      let point = population.points[members[parent]]
      for variable in centroid.indices { centroid[variable] += point[variable] }
    }
    for variable in centroid.indices { centroid[variable] /= Double(parents.count - 1) }
    let worstPoint = population.points[worst]

    // The reflection of the worst in the others' mean; a random point where that leaves the bounds.
    var offspring = centroid
    for variable in centroid.indices {
      offspring[variable] = 2 * centroid[variable] - worstPoint[variable]
    }
    if !zip(offspring, population.bounds).allSatisfy({ $1.contains($0) }) {
      replaceByRandom(&offspring, population, sampling, &stream)
    }
    var offspringScore = score(offspring)
    if !(offspringScore < worstScore) {
      for variable in centroid.indices {
        let halfway = 0.5 * (centroid[variable] + worstPoint[variable])
        offspring[variable] = Population.clamp(halfway, population.bounds[variable])
      }
      offspringScore = score(offspring)
      if !(offspringScore < worstScore) {
        replaceByRandom(&offspring, population, sampling, &stream)
        offspringScore = score(offspring)
      }
    }
    population.points[worst] = offspring
    population.scores[worst] = offspringScore
    restoreOrder(from: worstRank, population.scores)
  }

  /// Chooses `number` distinct ranks, rank *i* of *m* (from 1) with probability 2(*m* + 1 − *i*) / (*m*(*m* + 1)).
  private mutating func chooseParents(_ number: Int, _ stream: inout RandomStream) {
    let m = Double(members.count)
    parents.removeAll(keepingCapacity: true)
    while parents.count < number {
      let u = stream.uniform()
      let rank = Int(m + 0.5 - ((m + 0.5) * (m + 0.5) - m * (m + 1) * u).squareRoot())
      if rank < members.count, !parents.contains(rank) { parents.append(rank) }
    }
    parents.sort()
  }

  /// Puts a random point in place of `point`.
  private func replaceByRandom(
    _ point: inout [Double], _ population: Population, _ sampling: ShuffledComplexEvolution.Sampling,
    _ stream: inout RandomStream
  ) {
    for variable in point.indices {
      let range = sampling == .hull ? population.hull(of: members, variable) : population.bounds[variable]
      point[variable] = Population.draw(range, &stream)
    }
  }

  /// Moves the member at `rank`, whose score has changed, to where it belongs.
  private mutating func restoreOrder(from rank: Int, _ scores: [Double]) {
    var rank = rank
    while rank > 0, scores[members[rank]] < scores[members[rank - 1]] {
      members.swapAt(rank, rank - 1)
      rank -= 1
    }
    while rank + 1 < members.count, scores[members[rank + 1]] < scores[members[rank]] {
      members.swapAt(rank, rank + 1)
      rank += 1
    }
  }
}
