"""Makes the raster fixtures: 3 x 2 cells, one fault or trait each, named after it. Needs python3-gdal 3.6.

The values, from the north: 1 2 3 / 4 5 6. Unless said otherwise EPSG:4326, cells of 1 degree, north-west corner at
(10, 22).
"""
import os
import zipfile

import numpy
from osgeo import gdal, osr

gdal.UseExceptions()
gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
os.chdir(os.path.dirname(os.path.abspath(__file__)))
VALUES = [[1, 2, 3], [4, 5, 6]]
NORTH_UP = (10, 1, 0, 22, 0, -1)


def raster(name, transform=NORTH_UP, crs="EPSG:4326", values=VALUES, kind=gdal.GDT_Int16, after=None):
    made = gdal.GetDriverByName("GTiff").Create(name, 3, 2, 1, kind)
    if transform:
        made.SetGeoTransform(transform)
    if crs:
        reference = osr.SpatialReference()
        reference.SetFromUserInput(crs)
        made.SetProjection(reference.ExportToWkt())
    made.GetRasterBand(1).WriteArray(numpy.array(values))
    if after:
        after(made)
    made = None


raster("plain.tif")
raster("south-up.tif", transform=(10, 1, 0, 20, 0, 1), values=VALUES[::-1])
raster("rotated.tif", transform=(10, 1, 0.1, 22, 0.1, -1))
raster("no-crs.tif", crs=None)
raster("no-georeference.tif", transform=None)
raster("scaled.tif", after=lambda made: made.GetRasterBand(1).SetScale(0.1))
raster("complex.tif", kind=gdal.GDT_CFloat32)
raster("fraction.tif", values=[[1, 2, 3], [4, 5.5, 6]], kind=gdal.GDT_Float32)


def masked(made):
    made.CreateMaskBand(gdal.GMF_PER_DATASET)
    made.GetRasterBand(1).GetMaskBand().WriteArray(numpy.array([[255, 0, 255], [255, 255, 255]], dtype="uint8"))


gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
raster("masked.tif", after=masked)

# Truncated: the header says 3 x 2 cells of two bytes, eleven of the twelve bytes are there.
with open("truncated.tif", "wb") as out, open("plain.tif", "rb") as whole:
    out.write(whole.read()[:-1])

# Two variables in one netCDF file, without a CRS.
file = gdal.GetDriverByName("netCDF").CreateMultiDimensional("two-variables.nc", [], ["FORMAT=NC"])
root = file.GetRootGroup()
double = gdal.ExtendedDataType.Create(gdal.GDT_Float64)
axes = []
for axis, kind, unit, places in (
    ("lat", gdal.DIM_TYPE_HORIZONTAL_Y, "degrees_north", [21.5, 20.5]),
    ("lon", gdal.DIM_TYPE_HORIZONTAL_X, "degrees_east", [10.5, 11.5, 12.5]),
):
    dimension = root.CreateDimension(axis, kind, None, len(places))
    variable = root.CreateMDArray(axis, [dimension], double)
    variable.SetUnit(unit)
    variable.Write(numpy.array(places))
    axes.append(dimension)
for name, factor in (("slope", 1), ("relief", 100)):
    root.CreateMDArray(name, axes, double).Write(factor * numpy.array(VALUES, dtype="float64"))
variable = root = file = None

# A virtual raster, which is only a pointer to other bytes.
with open("virtual.vrt", "w") as out:
    out.write(
        '<VRTDataset rasterXSize="3" rasterYSize="2"><SRS>EPSG:4326</SRS>'
        "<GeoTransform>10,1,0,22,0,-1</GeoTransform>"
        '<VRTRasterBand dataType="Int16" band="1"><SimpleSource>'
        '<SourceFilename relativeToVRT="1">plain.tif</SourceFilename><SourceBand>1</SourceBand>'
        "</SimpleSource></VRTRasterBand></VRTDataset>\n"
    )

# An ASCII grid in an archive.
ascii_grid = "ncols 3\nnrows 2\nxllcorner 10\nyllcorner 20\ncellsize 1\n1 2 3\n4 5 6\n"
with zipfile.ZipFile("grid.txt.zip", "w") as out:
    out.writestr(zipfile.ZipInfo("grid.txt"), ascii_grid)

# A square of 2 x 2 degrees, corner (10, 20), in a Shapefile without a .prj.
from osgeo import ogr

shapes = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource("no-crs.shp")
layer = shapes.CreateLayer("no-crs", None, ogr.wkbPolygon)
layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
feature = ogr.Feature(layer.GetLayerDefn())
feature.SetField("name", "square")
feature.SetGeometry(ogr.CreateGeometryFromWkt("POLYGON ((10 20, 12 20, 12 22, 10 22, 10 20))"))
layer.CreateFeature(feature)
feature = layer = shapes = None

# A tile of SRTM as it is handed out: 1201 x 1201 heights of 27 m, named after its south-western corner.
with zipfile.ZipFile("N27E086.SRTMGL3.hgt.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    tile = zipfile.ZipInfo("N27E086.hgt", (1980, 1, 1, 0, 0, 0))
    tile.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(tile, numpy.full((1201, 1201), 27, dtype=">i2").tobytes())
