/* plural.h - which plural form a number takes: the C expression over n that
 * stands in a .po file's header ("n != 1", "n%10==1 && n%100!=11 ? 0 : 1").
 * Pure. */
#ifndef NOTEHOME_PLURAL_H
#define NOTEHOME_PLURAL_H

#include <stdint.h>

/* The value of the expression at n. -1: it cannot be read (the operators are
 * ?: || && == != < > <= >= + - * / % ! and parentheses), is nested too deep,
 * or divides by zero. */
int64_t plural_form(const char *expression, int64_t n);

#endif
