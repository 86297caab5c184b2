#include "practice/air.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct air {
    struct loop *loop;
    int fd;
    off_t start;            /* where this run begins in the file */
    int64_t count;
    struct jsonl line;
    void (*told)(void *owner, const char *line);
    void *owner;
};

enum err
air_open(struct loop *l, const char *path, struct air **out)
{
    struct air *a = calloc(1, sizeof(*a));

    if (!a)
        return ERR_MEMORY;
    a->loop = l;
    if (path)
        a->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    else
        a->fd = memfd_create("air", MFD_CLOEXEC);
    if (a->fd < 0) {
        log_error("air", "path=%s: %s", path ? path : "(memory)",
            strerror(errno));
        free(a);
        return ERR_IO;
    }
    a->start = lseek(a->fd, 0, SEEK_END);
    *out = a;
    return OK;
}

void
air_close(struct air *a)
{
    if (!a)
        return;
    close(a->fd);
    jsonl_free(&a->line);
    free(a);
}

void
air_follow(struct air *a, void (*told)(void *owner, const char *line),
    void *owner)
{
    a->told = told;
    a->owner = owner;
}

struct jsonl *
air_start(struct air *a, const char *event)
{
    jsonl_start(&a->line);
    jsonl_int(&a->line, "n", ++a->count);
    jsonl_int(&a->line, "t", loop_date(a->loop));
    jsonl_text(&a->line, "ev", event);
    return &a->line;
}

void
air_end(struct air *a)
{
    const char *text = jsonl_end(&a->line);

    if (!text || write(a->fd, text, a->line.len) != (ssize_t)a->line.len)
        log_error("air", "event %lld not written: %s", (long long)a->count,
            text ? strerror(errno) : "out of memory");
    if (text && a->told)
        a->told(a->owner, text);
}

void
air_replay(struct air *a, void (*line)(void *owner, const char *line),
    void *owner)
{
    int fd = dup(a->fd);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
    char *text = NULL;
    size_t room = 0;

    if (!f) {
        log_error("air", "cannot read back: %s", strerror(errno));
        return;
    }
    if (fseeko(f, a->start, SEEK_SET) == 0)
        while (getline(&text, &room, f) > 0)
            line(owner, text);
    free(text);
    fclose(f);
    lseek(a->fd, 0, SEEK_END);
}
