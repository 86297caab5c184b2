/* The database within a backup from anywhere: one of ours with some bytes
 * changed, five of the input for each (where, and what), or the input itself as a
 * file. A look through it ends, in a refusal or with our tables. */
#include "base/log.h"
#include "store/db/db.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned char *base, *changed;
static size_t base_size;
static int64_t tables;

static void
must(int promise)
{
    if (!promise)
        abort();
}

static int64_t
number(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);
    int64_t n = query_row(&q) ? query_get_int(&q, 0) : -1;

    return query_end(&q) ? -1 : n;
}

static void
exec(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);

    must(!query_end(&q));
}

/* A good copy, with a row in some tables. */
static void
make_base(void)
{
    char path[80], copy[80], why[200];
    struct db *db;
    FILE *f;

    log_set_level((enum log_level)0);
    snprintf(path, sizeof(path), "/tmp/notehome-restore-%d", getpid());
    snprintf(copy, sizeof(copy), "%s.copy", path);
    must(!db_open(path, &db, why, sizeof(why)));
    exec(db, "INSERT INTO family (label, created) VALUES ('Ali', 1)");
    exec(db, "INSERT INTO child (name, folded) VALUES ('Amina', 'amina')");
    exec(db, "INSERT INTO staff (name, role, password, created)"
        " VALUES ('head', 4, 'x', 1)");
    must(!db_copy(db, copy, NULL));
    tables = number(db, "SELECT count(*) FROM sqlite_schema");
    db_close(db);
    must((f = fopen(copy, "r")) != NULL);
    fseek(f, 0, SEEK_END);
    base_size = (size_t)ftell(f);
    rewind(f);
    must((base = malloc(base_size)) && (changed = malloc(base_size)));
    must(fread(base, 1, base_size, f) == base_size);
    fclose(f);
    unlink(copy);
    unlink(path);
    strcat(path, ".lock");
    unlink(path);
}

static size_t
change(const uint8_t *data, size_t size)
{
    memcpy(changed, base, base_size);
    for (; size >= 5; data += 5, size -= 5) {
        size_t at = ((size_t)data[0] | (size_t)data[1] << 8
            | (size_t)data[2] << 16) % base_size;

        changed[at] = data[3];
        changed[at + 1 < base_size ? at + 1 : at] ^= data[4];
    }
    return base_size;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool as_it_is = size && data[0] == 'S';     /* "SQLite format 3" */
    struct reason why = { 0 };
    struct db *db = NULL;
    char path[40];
    int fd;

    if (!base)
        make_base();
    if (!as_it_is)
        size = change(data, size);
    must((fd = memfd_create("restore", MFD_CLOEXEC)) >= 0);
    must(write(fd, as_it_is ? data : changed, size) == (ssize_t)size);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    if (!db_open_copy(path, true, NULL, &db, &why)) {
        int64_t all = number(db, "SELECT count(*) FROM sqlite_schema");

        must(all == tables || all < 0);
        (void)number(db, "SELECT count(*) FROM message");
        (void)number(db, "SELECT count(*) FROM guardian");
        db_close(db);
    } else {
        must(reason_given(&why));
    }
    close(fd);
    return 0;
}
