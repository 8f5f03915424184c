/// What an attribute, by one convention, makes of the derivatives in a window.
///
/// Types and not closures, since a loop over cells becomes vector instructions only if what it calls is inlined whatever its
/// size, and of a closure that cannot be demanded.
protocol DerivedShape {
  static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N
}

/// What an attribute makes of the heights in a window.
protocol HeightShape {
  static func value<N: SurfaceNumber>(_ w: Window<N>) -> N
}

enum Shape {
  enum Slope: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { s.slope }
  }
  enum Aspect: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.aspect }
  }
  enum Northness: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.northness(s) }
  }
  enum Eastness: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.eastness(s) }
  }
  enum Laplacian: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.laplacian }
  }
  enum General: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { 0 - d.laplacian }
  }
  enum GeneralEsri: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { -100 * d.laplacian }
  }
  enum Profile: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.profileOfNormalSection(s) }
  }
  enum ProfileZT: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.profileZT(s) }
  }
  enum ProfileEsri: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { -100 * d.profileZT(s) }
  }
  enum ProfileSAGA: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N {
      d.halved.profileOfNormalSection(s)
    }
  }
  enum Plan: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.planOfContour(s) }
  }
  enum PlanZT: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.planZT(s) }
  }
  enum PlanEsri: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { 100 * d.planZT(s) }
  }
  enum PlanSAGA: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.halved.planOfContour(s) }
  }
  enum Tangential: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.tangential(s) }
  }
  enum TangentialSAGA: DerivedShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ d: Derivatives<N>, _ s: Steepness<N>) -> N { d.halved.tangential(s) }
  }
  enum Riley: HeightShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ w: Window<N>) -> N { w.sumOfSquares.squareRoot() }
  }
  enum Wilson: HeightShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ w: Window<N>) -> N { w.sumOfSizes / 8 }
  }
  enum RootMeanSquare: HeightShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ w: Window<N>) -> N { (w.sumOfSquares / 8).squareRoot() }
  }
  enum RootMeanSquareOfNine: HeightShape {
    @inline(__always)
    static func value<N: SurfaceNumber>(_ w: Window<N>) -> N { (w.sumOfSquares / 9).squareRoot() }
  }
}
