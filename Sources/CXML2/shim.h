// The C door to libxml2.
//
// xmlFree is a mutable global function pointer, which Swift 6 refuses to read:
// an inline function calls it.
#pragma once
#include <libxml/c14n.h>
#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

static inline void solum_xml_free(void *pointer) { xmlFree(pointer); }
