import Dispatch
import Synchronization

/// The results of `body(0)`, `body(1)`, … in this order, computed by at most `threads` threads.
///
/// Threads take the next index as they become free, so which thread computes what is left to chance; the array is not.
package func orderedMap<Result: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, count > 1 else { return (0..<count).map(body) }
  return [Result](unsafeUninitializedCapacity: count) { buffer, filled in
    // Each index is taken once, so no two threads write to one place.
    nonisolated(unsafe) let results = buffer
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        results.initializeElement(at: index, to: body(index))
      }
    }
    filled = count
  }
}
