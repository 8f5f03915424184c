// The C door to libxml2.
//
// xmlFree is a mutable global function pointer, which Swift 6 refuses to read:
// an inline function calls it.
// libxml2's encoding.h brings in the system's ICU where it was built with it. Foundation carries an ICU of its own, and
// the compiler refuses two of them in one program, though only sometimes; no member that depends on it is used here.
#pragma once
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
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
