/* embed.h - files that travel inside the program; made by embed.sh. */
#ifndef NOTEHOME_EMBED_H
#define NOTEHOME_EMBED_H

struct embed {
    const char *name;           /* below host/: "store/sql/0001_start.sql" */
    const unsigned char *bytes; /* followed by a 0 that is not counted */
    const unsigned char *end;
};

/* Those of one folder in the order of their names; ends with a NULL name. */
extern const struct embed embed_files[];

/* NULL when there is no such file. */
const struct embed *embed_find(const char *name);

#endif
