#include "quick.h"

#include <sanitizer/asan_interface.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A block: its head, what was asked for, and a guard at least as long as the
 * head. Blocks of one class, 64 << class bytes, are used again. SQLite calls from
 * one thread at a time: it counts its memory under a lock. */
enum { HEAD = 16, CLASSES = 24, SMALLEST = 64 };
static const size_t heap_size = (size_t)1 << 30;

struct block {
    size_t size;
    struct block *next;
};
_Static_assert(sizeof(struct block) <= HEAD, "the head of a block");

static char *heap, *heap_end;
static struct block *unused[CLASSES];

static int
class_of(size_t n)
{
    int class = 0;

    while (((size_t)SMALLEST << class) < n + 2 * HEAD)
        class++;
    return class;
}

static struct block *
block_of(void *p)
{
    return (struct block *)((char *)p - HEAD);
}

static void *
take(int n)
{
    int class = class_of((size_t)n);
    size_t whole = (size_t)SMALLEST << class;
    struct block *b;

    if (class >= CLASSES)
        return NULL;
    if ((b = unused[class])) {
        unused[class] = b->next;
    } else if (whole <= (size_t)(heap_end - heap)) {
        b = (struct block *)heap;
        heap += whole;
    } else {
        return NULL;
    }
    ASAN_UNPOISON_MEMORY_REGION(b, HEAD + (size_t)n);
    b->size = (size_t)n;
    return (char *)b + HEAD;
}

static void
give_back(void *p)
{
    struct block *b;
    int class;

    if (!p)
        return;
    b = block_of(p);
    class = class_of(b->size);
    ASAN_POISON_MEMORY_REGION(p, b->size);
    b->next = unused[class];
    unused[class] = b;
}

static int
size_of(void *p)
{
    return p ? (int)block_of(p)->size : 0;
}

static void *
resize(void *p, int n)
{
    void *to = take(n);

    if (to) {
        memcpy(to, p, (size_t)(size_of(p) < n ? size_of(p) : n));
        give_back(p);
    }
    return to;
}

static int
round_up(int n)
{
    return (n + 7) & ~7;
}

static int
start(void *unneeded)
{
    (void)unneeded;
    return SQLITE_OK;
}

static void
end(void *unneeded)
{
    (void)unneeded;
}

void
quick_sqlite(void)
{
    static const struct sqlite3_mem_methods own = { take, give_back, resize,
        size_of, round_up, start, end, NULL };

    if (heap)
        return;
    heap = mmap(NULL, heap_size, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (heap == MAP_FAILED)
        abort();
    heap_end = heap + heap_size;
    ASAN_POISON_MEMORY_REGION(heap, heap_size);
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &own) != SQLITE_OK)
        abort();
}
