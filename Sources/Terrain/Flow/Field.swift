/// One value for each place of a frame, in memory of its own.
///
/// It has one owner and is never copied behind one's back, so that what a raster costs can be read off the code: the
/// sum of the fields alive at a time.
struct Field<Value: BitwiseCopyable>: ~Copyable {
  let count: Int
  private let values: UnsafeMutablePointer<Value>

  init(count: Int, repeating value: Value) {
    self.count = count
    values = .allocate(capacity: count)
    values.initialize(repeating: value, count: count)
  }

  /// Values that nobody has set yet; pages that are never set cost no memory.
  init(unsetCount count: Int) {
    self.count = count
    values = .allocate(capacity: count)
  }

  deinit { values.deallocate() }

  @inline(__always)
  subscript(place: Int) -> Value {
    get {
      assert(place >= 0 && place < count)
      return values[place]
    }
    nonmutating set {
      assert(place >= 0 && place < count)
      values[place] = newValue
    }
  }
}
