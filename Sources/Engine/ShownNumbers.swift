/// Seconds as a person reads them: `0.3 s`, `72 s`, `12 min 5 s`, `2 h 10 min`.
package func shown(seconds: Double) -> String {
  let seconds = bounded(seconds)
  let tenths = (seconds * 10).rounded() / 10
  return tenths < 10 ? "\(tenths) s" : shown(wholeSeconds: Int(seconds.rounded()))
}

func shown(wholeSeconds whole: Int) -> String {
  if whole < 120 { return "\(whole) s" }
  if whole < 7200 { return "\(whole / 60) min \(whole % 60) s" }
  let minutes = (whole + 30) / 60
  return "\(minutes / 60) h \(minutes % 60) min"
}

/// Seconds that were estimated: never none, and minutes without seconds.
func shown(roughly seconds: Double) -> String {
  let seconds = bounded(seconds)
  if seconds <= 119 { return "\(max(1, Int(seconds.rounded(.up)))) s" }
  return seconds < 7170 ? "\(Int((seconds / 60).rounded())) min" : shown(seconds: seconds)
}

/// Bytes as a person reads them: `940 kB`, `212 MB`, `4.8 GB`.
package func shown(bytes: Int) -> String {
  switch bytes {
  case ..<999_500: "\((bytes + 500) / 1000) kB"
  case ..<999_500_000: "\((bytes + 500_000) / 1_000_000) MB"
  default: "\((Double(bytes) / 1e8).rounded() / 10) GB"
  }
}

/// Records may hold any number; a text has room for thirty years.
private func bounded(_ seconds: Double) -> Double { seconds > 0 ? min(seconds, 1e9) : 0 }
