// The C door to Cairo: headers only, nothing here is ours.
#pragma once
#include <cairo.h>
#include <cairo-svg.h>
