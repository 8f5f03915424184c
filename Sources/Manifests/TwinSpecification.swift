/// What the synthetic plateau is made from.
package struct TwinSpecification: Hashable, Sendable {
  /// Values by name, as the generator spells them, in the units of `TwinQuantity`; with `cell-size` and `snap` (km) from the grid,
  /// `density-ratio` and `erosion-floor` (m/a) from the model.
  package var values: [String: Double]
  /// Profiles drawn in each true zone, 1 to 8.
  package var profiles: [Int]
  /// Profiles on masked cells.
  package var maskedProfiles: Int
}
