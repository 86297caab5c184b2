/* xlsx.h - a workbook (Office Open XML, ECMA-376 part 1 §18) as rows of cells;
 * libzip and expat end here. */
#ifndef NOTEHOME_XLSX_H
#define NOTEHOME_XLSX_H

#include "lists/sheet.h"

/* Reads the first sheet that has anything in it, numbers as they are typed
 * (254712345678, not 2.54712E+11). Bounded: what unpacks to more than 64 MB is
 * refused. ERR_INPUT: as sheet_read(). */
MUST_CHECK enum err xlsx_read(const char *bytes, size_t n, struct sheet *out,
    struct reason *why);

#endif
