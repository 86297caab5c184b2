/* schema.h - the steps from an empty file to today's tables (sql/). For readers
 * the tables as they stand are in store/schema.sql. */
#ifndef NOTEHOME_SCHEMA_H
#define NOTEHOME_SCHEMA_H

/* The number of steps this program knows; kept in the file's user_version. */
int schema_latest(void);

/* Step n (1..schema_latest()) as SQL; NULL beyond. Static. */
const char *schema_step(int n);

#endif
