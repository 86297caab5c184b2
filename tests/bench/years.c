/* years FOLDER YEARS - years of a school with 250 texts a day, in a database in
 * FOLDER that is removed again: how large it grows, what it writes, how fast its
 * lists are. A row each half year. A folder in memory (/dev/shm) costs no card
 * anything; what is written is counted by the system all the same. */
#include "tests/unit/years.h"

#include "base/log.h"
#include "store/thread/thread.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUT = 190, IN = 60, KEEP = 12, HALF = 182, LOOKS = 20 };

/* Bytes that this process gave to write(). */
static int64_t
written(void)
{
    FILE *f = fopen("/proc/self/io", "re");
    char line[80];
    long long n = 0;

    while (f && fgets(line, sizeof(line), f))
        if (sscanf(line, "wchar: %lld", &n) == 1)
            break;
    if (f)
        fclose(f);
    return n;
}

/* Of this process, ms. */
static double
worked(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

static int rows;

static void
one_thread(void *user, const struct thread *t)
{
    (void)user;
    rows += t->id > 0;
}

static void
one_message(void *user, const struct message *m)
{
    (void)user;
    rows += m->id > 0;
}

/* ms for the list of threads, a thread, and a search. */
static enum err
time_lists(struct db *db, double took[3])
{
    struct thread_filter list = { .limit = 50 };
    struct message_search search = { .words = "green draw", .limit = 50 };
    enum err e = OK;
    double begun;

    for (int what = 0; what < 3; what++) {
        begun = worked();
        for (int i = 0; !e && i < LOOKS; i++)
            e = what == 0 ? thread_list(db, &list, one_thread, NULL)
                : what == 1 ? thread_messages(db, 7, 0, 100, one_message, NULL)
                            : thread_search(db, &search, one_message, NULL);
        took[what] = (worked() - begun) / LOOKS;
    }
    return e;
}

static int64_t
size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

static enum err
walk(struct db *db, const char *path, int days)
{
    struct years y;
    int64_t wrote = written(), texts = 0;
    double took[3], begun = worked();
    enum err e = years_start(&y, db, KEEP, OUT, IN);

    printf("%6s %9s %9s %12s %9s %8s %8s %8s\n", "day", "texts", "MB",
        "kB written", "ms", "list ms", "thread", "search");
    while (!e && y.day < days) {
        if ((e = years_day(&y)) || (y.day % HALF && y.day < days)
            || (e = time_lists(db, took)))
            continue;
        printf("%6d %9lld %9.1f %12.1f %9.2f %8.2f %8.2f %8.2f\n", y.day,
            (long long)y.texts, (double)size_of(path) / 1e6,
            (double)(written() - wrote) / 1e3 / (double)(y.texts - texts),
            (worked() - begun) / (double)(y.texts - texts), took[0], took[1],
            took[2]);
        fflush(stdout);
        wrote = written();
        begun = worked();
        texts = y.texts;
    }
    return e;
}

int
main(int argc, char **argv)
{
    char folder[200], path[240], why[300] = "";
    struct db *db = NULL;
    enum err e;

    if (argc != 3 || atoi(argv[2]) < 1) {
        fprintf(stderr, "years FOLDER YEARS\n");
        return 2;
    }
    log_set_level(LOG_ERROR);
    setenv("TZ", "UTC", 1);
    snprintf(folder, sizeof(folder), "%s/notehome-yearsXXXXXX", argv[1]);
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof(path), "%s/notehome.db", folder);
    if (!(e = db_open(path, &db, why, sizeof(why))))
        e = walk(db, path, atoi(argv[2]) * 365);
    db_close(db);
    unlink(path);
    strcat(path, ".lock");
    unlink(path);
    rmdir(folder);
    if (e)
        fprintf(stderr, "years: %s %s\n", err_text(e), why);
    return e ? 1 : 0;
}
