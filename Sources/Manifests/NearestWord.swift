/// The word that was most likely meant, or `nil` where none is near.
///
/// Near is an edit distance of at most a third of the word, and of at least 1; of equally near words the first is taken.
package func nearestWord(to word: String, among known: [String]) -> String? {
  let reach = max(1, word.count / 3)
  var nearest: (word: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(word, candidate)
    if distance <= reach, distance < nearest?.distance ?? .max { nearest = (candidate, distance) }
  }
  return nearest?.word
}

/// The least number of insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
///
/// Optimal string alignment: no part is edited twice.
///
/// - Complexity: O(*a.count* · *b.count*).
func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a)
  let b = Array(b)
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var row = [i + 1]
    for (j, y) in b.enumerated() {
      var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (x == y ? 0 : 1))
      if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { least = min(least, beforeLast[j - 1] + 1) }
      row.append(least)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
