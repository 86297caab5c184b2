/* quick.h - a store for targets that would else spend their time on SQLite's
 * memory: from a heap of its own, without libFuzzer's and the sanitizer's
 * books. What SQLite hands out is guarded all the same: what lies behind it, and
 * what it took back, may not be read. */
#ifndef NOTEHOME_FUZZ_QUICK_H
#define NOTEHOME_FUZZ_QUICK_H

/* Before the first db_open(). Never given back. */
void quick_sqlite(void);

#endif
