import Statistics
import Testing

/// One line of the table below.
struct Value: CustomTestStringConvertible, Sendable {
  var function: String
  var arguments: [Double]
  var expected: Double

  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count > 2, let expected = Double(words[words.count - 1]) else { return nil }
    function = String(words[0])
    arguments = words[1..<(words.count - 1)].compactMap { Double($0) }
    self.expected = expected
  }

  var testDescription: String { "\(function) \(arguments) = \(expected)" }

  func computed() -> Double? {
    let first = arguments[0]
    return switch function {
    case "exp": Portable.exp(first)
    case "log": Portable.log(first)
    case "sin": Portable.sin(first)
    case "cos": Portable.cos(first)
    case "tan": Portable.tan(first)
    case "atan": Portable.atan(first)
    case "asin": Portable.asin(first)
    case "acos": Portable.acos(first)
    case "atan2": Portable.atan2(first, arguments[1])
    case "pow": Portable.pow(first, arguments[1])
    default: nil
    }
  }

  /// Whether `number` is the expected value, to the tolerance and with the same sign.
  func accepts(_ number: Double) -> Bool {
    if expected.isNaN { return number.isNaN }
    if expected == 0 || expected.isInfinite { return number == expected && number.sign == expected.sign }
    return (number - expected).magnitude <= tolerance * expected.ulp
  }

  /// How many units in the last place of the expected value a result may be off. fdlibm promises less than one, and the
  /// expected value is itself rounded; functions made of two or three of those lose as many again.
  var tolerance: Double { ["tan", "asin", "acos", "atan2"].contains(function) ? 2 : 1 }
}

/// Function, arguments, the double nearest to the exact value: mpmath 1.3 with 400 bits, each argument taken as the
/// double it is, the result rounded once.
let measured = """
  exp 1 2.718281828459045
  exp -1 0.36787944117144233
  exp 0.5 1.6487212707001282
  exp 1e-10 1.0000000001
  exp -1e-300 1.0
  exp 0.34657359027997264 1.414213562373095
  exp 0.3465735902799727 1.4142135623730951
  exp 10 22026.465794806718
  exp -37.5 5.175555005801869e-17
  exp 88.7 3.325986980250579e+38
  exp -372.537 1.6189617764115634e-162
  exp 700.1 1.120899771073261e+304
  exp 709.78 1.7928227943945155e+308
  exp -708.3 2.450295530965988e-308
  exp -720.25 1.5827029403e-313
  exp -744.9 5e-324
  log 2 0.6931471805599453
  log 0.5 -0.6931471805599453
  log 10 2.302585092994046
  log 1.0000001 9.999999505838704e-08
  log 0.9999999 -1.0000000494736474e-07
  log 1.4142135623730951 0.3465735902799727
  log 0.7071067811865475 -0.34657359027997275
  log 1e-09 -20.72326583694641
  log 3.7e-07 -14.809762831308142
  log 27019.8 10.204325209562295
  log 1e+300 690.7755278982137
  log 2.2250738585072014e-308 -708.3964185322641
  log 1e-310 -713.8013788281542
  log 5e-324 -744.4400719213812
  sin 0.5 0.479425538604203
  sin -0.7853981633974483 -0.7071067811865475
  sin 1 0.8414709848078965
  sin 2 0.9092974268256817
  sin 3.141592653589793 1.2246467991473532e-16
  sin -3 -0.1411200080598672
  sin 6.283185307179586 -2.4492935982947064e-16
  sin 22 -0.008851309290403876
  sin 355 -3.014435335948845e-05
  sin 710 6.0288706691585265e-05
  sin 10000.0 -0.30561438888825215
  sin -123456.789 0.9986640823432246
  sin 1000000.0 -0.34999350217129294
  sin 1647099 -0.3232532403530771
  cos 0.5 0.8775825618903728
  cos -0.7853981633974483 0.7071067811865476
  cos 1 0.5403023058681398
  cos 1.5707963267948966 6.123233995736766e-17
  cos 2 -0.4161468365471424
  cos 3.141592653589793 -1.0
  cos 4.71238898038469 -1.8369701987210297e-16
  cos 11 0.004425697988050785
  cos 355 -0.999999999545659
  cos 10800 0.6998970050929764
  cos -123456.789 0.05167253271870138
  cos 1000000.0 0.9367521275331447
  cos 1647099 0.9463124973290988
  tan 0.5 0.5463024898437905
  tan 0.7853981633974483 0.9999999999999999
  tan 1 1.5574077246549023
  tan 1.5707963267948966 1.633123935319537e+16
  tan 2.5 -0.7470222972386603
  tan 3.141592653589793 -1.2246467991473532e-16
  tan -4 -1.1578212823495775
  tan 11 -225.95084645419513
  tan 355 3.0144353373184265e-05
  tan 100000 -0.035771662952898776
  atan 1e-09 1e-09
  atan 0.3 0.2914567944778671
  atan 0.4375 0.4124104415973873
  atan 0.5 0.4636476090008061
  atan 0.6875 0.6022873461349642
  atan 1 0.7853981633974483
  atan 1.1875 0.870903457075653
  atan 2 1.1071487177940904
  atan 2.4375 1.1814796049617557
  atan -3 -1.2490457723982544
  atan 1000.0 1.5697963271282298
  atan 1e+17 1.5707963267948966
  asin 1e-09 1e-09
  asin 0.1 0.1001674211615598
  asin -0.5 -0.5235987755982989
  asin 0.7071067811865476 0.7853981633974484
  asin 0.99 1.4292568534704693
  asin -0.9999999999 -1.5707821846586878
  asin 1 1.5707963267948966
  acos 1e-09 1.5707963257948967
  acos 0.1 1.4706289056333368
  acos -0.5 2.0943951023931957
  acos 0.7071067811865476 0.7853981633974483
  acos 0.99 0.1415394733244273
  acos -0.9999999999 3.1415785114535844
  acos 0.999999999999 1.4141979198683931e-06
  atan2 1 1 0.7853981633974483
  atan2 1 -1 2.356194490192345
  atan2 -1 1 -0.7853981633974483
  atan2 -1 -1 -2.356194490192345
  atan2 1e-05 -1 3.1415826535897935
  atan2 3 4 0.6435011087932844
  atan2 -3 0.001 -1.570462993473909
  atan2 1e+300 1e-300 1.5707963267948966
  atan2 -1e-300 1e+300 -0.0
  atan2 2e-308 3e-308 0.5880026035475675
  pow 2 0.5 1.4142135623730951
  pow 2 10 1024.0
  pow 10 -3 0.001
  pow 10 15 1000000000000000.0
  pow 1.5 1.3 1.6940204031852832
  pow 0.31 1.3 0.2181575270593672
  pow 0.0896 -1.3 23.014396311404806
  pow 45.2 0.6 9.841993205667452
  pow 1.0000001 10000000.0 2.7182816941320818
  pow 0.999999 -12345678.9 229965.61418810196
  pow 1e-05 60.5 3.162277660168395e-303
  pow 10000000000.0 30.7 9.999999999999836e+306
  pow 3 645.1 6.179045876444485e+307
  pow 1e-320 0.5 9.99994433575849e-161
  pow 2 -1074 5e-324
  pow -2 3 -8.0
  pow -1.5 -4 0.19753086419753085
  pow 7 1e-12 1.000000000001946
  """

/// The same for arguments at which there is nothing to compute: C17, annex F.10, and the range of the circle functions.
let special = """
  exp 0 1
  exp 710 inf
  exp inf inf
  exp -746 0
  exp -inf 0
  exp nan nan
  log 1 0
  log 0 -inf
  log -0.0 -inf
  log inf inf
  log -1 nan
  log -inf nan
  log nan nan
  sin 0 0
  sin -0.0 -0.0
  sin inf nan
  sin 1.7e6 nan
  cos 0 1
  cos -1.7e6 nan
  cos nan nan
  tan -0.0 -0.0
  tan nan nan
  atan inf 1.5707963267948966
  atan -inf -1.5707963267948966
  atan -0.0 -0.0
  atan nan nan
  asin 0 0
  asin -1 -1.5707963267948966
  asin 1.0000001 nan
  acos 1 0
  acos -1 3.141592653589793
  acos -2 nan
  atan2 0 1 0
  atan2 -0.0 1 -0.0
  atan2 0 -1 3.141592653589793
  atan2 -0.0 -1 -3.141592653589793
  atan2 1 0 1.5707963267948966
  atan2 -1 -0.0 -1.5707963267948966
  atan2 0 -0.0 3.141592653589793
  atan2 inf inf 0.7853981633974483
  atan2 inf -inf 2.356194490192345
  atan2 -inf -inf -2.356194490192345
  atan2 1 inf 0
  atan2 -1 inf -0.0
  atan2 -1 -inf -3.141592653589793
  atan2 inf 1 1.5707963267948966
  atan2 -inf -1 -1.5707963267948966
  atan2 nan 1 nan
  atan2 1 nan nan
  pow 0 0 1
  pow nan 0 1
  pow 1 nan 1
  pow nan 1 nan
  pow 2 nan nan
  pow 0 2 0
  pow -0.0 3 -0.0
  pow -0.0 2 0
  pow 0 -1 inf
  pow -0.0 -3 -inf
  pow -1 inf 1
  pow 0.5 inf 0
  pow 0.5 -inf inf
  pow 2 -inf 0
  pow -inf 3 -inf
  pow -inf 2 inf
  pow -inf -3 -0.0
  pow -2 0.5 nan
  pow 10 400 inf
  pow -10 401 -inf
  pow 10 -400 0
  pow 2 1e300 inf
  pow 2 -1e300 0
  """

@Suite struct `Portable functions` {
  @Test(arguments: measured.split(separator: "\n").map { Value($0) })
  func `agree with exact values to the last place or two`(_ value: Value?) throws {
    let value = try #require(value)
    let computed = try #require(value.computed())
    #expect(value.accepts(computed), "got \(computed)")
  }

  @Test(arguments: special.split(separator: "\n").map { Value($0) })
  func `answer special arguments as the standard asks`(_ value: Value?) throws {
    let value = try #require(value)
    let computed = try #require(value.computed())
    #expect(value.accepts(computed), "got \(computed)")
  }
}
