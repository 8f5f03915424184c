package import Grids
import Terrain

/// A plateau made from a seed: its layers, its outlines, the truth about its soil, and what is observed of it.
///
/// The same parameters and seed give the same bits everywhere. Every field is a function of place that knows no cells, so
/// that a finer grid shows the same plateau.
package struct SyntheticPlateau: Sendable {
  /// A named outline for which statistics are asked.
  package struct Region: Hashable, Sendable {
    package var name: String
    package var ring: Ring
  }

  package let parameters: TwinParameters
  package let seed: UInt64

  /// The frame of the grid; all layers but `dem` have it.
  package let frame: GridGeometry
  package let boundary: Ring
  package let regions: [Region]
  package let lakes: [Ring]
  package let glaciers: [Ring]
  /// The terrain model, m: the cells of the frame divided, and a margin around it.
  package let dem: Grid<Float>
  package let covariates: Covariates
  /// Codes of `LandUse`.
  package let landUse: ClassGrid
  /// Codes of `ParentMaterial`.
  package let parentMaterial: ClassGrid

  /// Cells whose centre lies inside the boundary.
  package let inside: Mask
  /// Cells inside whose centre lies in a lake.
  package let lakeMask: Mask
  /// Cells inside whose centre lies on a glacier.
  package let glacierMask: Mask

  /// Inside the boundary, without lakes and glaciers.
  package let truth: Truth
  /// Two published maps to compare with, m: the truth averaged, biased and blurred.
  package let coarseReference: Grid<Float>
  package let fineReference: Grid<Float>
  package let profiles: [SoilProfile]

  package init(parameters: TwinParameters, seed: UInt64) throws(TwinError) {
    self.parameters = parameters
    self.seed = seed
    let area = StudyArea(parameters: parameters, seed: seed)
    let provinces = Provinces(parameters: parameters, area: area, seed: seed)
    let frame = area.frame(parameters)
    self.frame = frame
    boundary = area.boundary
    regions = provinces.regions
    var inside = Mask(geometry: frame, repeating: false)
    boundary.burn(into: &inside)
    self.inside = inside

    let relief = Relief(parameters: parameters, area: area, provinces: provinces, seed: seed)
    dem = relief.elevation(on: area.terrainFrame(frame, parameters))
    let ground = Ground(dem: dem, frame: frame)
    let climate = Climate(
      elevation: ground.elevation, provinces: provinces, parameters: parameters, extent: area.extent, seed: seed)
    let erosion = ErosionForcing(
      slope: ground.slope, climate: climate, inside: inside, parameters: parameters, extent: area.extent, seed: seed)
    covariates = Covariates(
      elevation: ground.elevation.map { Float($0) }, laplacian: ground.laplacian, temperature: climate.temperature,
      precipitation: climate.precipitation, ndvi: climate.ndvi, waterErosion: erosion.water, windErosion: erosion.wind,
      bedrock: erosion.bedrock)

    let everywhere = Truth(covariates: covariates, parameters: parameters)
    landUse = LandUse.draw(covariates: covariates, extent: area.extent, seed: seed)
    parentMaterial = ParentMaterial.draw(zones: everywhere.zones, extent: area.extent, seed: seed)

    let bodies = WaterAndIce(
      covariates: covariates, inside: inside, parameters: parameters, seed: seed)
    lakes = bodies.lakes
    glaciers = bodies.glaciers
    lakeMask = Self.cells(of: lakes, inside: inside)
    glacierMask = Self.cells(of: glaciers, inside: inside)
    var masked = lakeMask
    var open = inside
    for offset in open.cells.indices {
      masked.cells[offset] = lakeMask.cells[offset] || glacierMask.cells[offset]
      open.cells[offset] = inside.cells[offset] && !masked.cells[offset]
    }

    truth = everywhere.within(open)
    coarseReference = referenceMap(
      of: truth.thickness, smoothing: parameters.coarseReferenceSmoothing, bias: parameters.coarseReferenceBias,
      noise: parameters.coarseReferenceNoise, seed: seed, name: "coarse-reference")
    fineReference = referenceMap(
      of: truth.thickness, smoothing: parameters.fineReferenceSmoothing, bias: parameters.fineReferenceBias,
      noise: parameters.fineReferenceNoise, seed: seed, name: "fine-reference")
    profiles = try SoilProfile.draw(
      truth: everywhere.within(inside), masked: masked, parameters: parameters, seed: seed)
  }

  private static func cells(of rings: [Ring], inside: Mask) -> Mask {
    var mask = Mask(geometry: inside.geometry, repeating: false)
    for ring in rings { ring.burn(into: &mask) }
    for offset in mask.cells.indices where !inside.cells[offset] { mask.cells[offset] = false }
    return mask
  }
}
