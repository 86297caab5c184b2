/* Both doors, opened and closed again. */
#include "store_world.h"

#include "settings/rules.h"
#include "web/web.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char folder[40];
static sem_t runs, go_on;

/* Called within the answer to "/": a request that is under way. */
static bool
held(void *user)
{
    (void)user;
    sem_post(&runs);
    sem_wait(&go_on);
    return false;
}

static const struct web_hooks hooks = { .clock_unsure = held };

static struct db *
open_house(void)
{
    snprintf(folder, sizeof(folder), "/tmp/notehome-webXXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    return world_open();
}

/* What the doors leave is the pair of the encrypted one. */
static void
remove_house(void)
{
    static const char *const files[] = { "tls.cert.pem", "tls.key.pem" };
    char path[80];

    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
        CHECK_INT(unlink(path), 0);
    }
    CHECK_INT(rmdir(folder), 0);
}

static struct web *
open_web(struct db *db)
{
    struct config c = { .modems = 0 };
    struct web *w = NULL;
    char why[300] = "";

    snprintf(c.control, sizeof(c.control), "%s/control.sock", folder);
    snprintf(c.data, sizeof(c.data), "%s", folder);
    snprintf(c.web.listen, sizeof(c.web.listen), "127.0.0.1");
    snprintf(c.school.name, sizeof(c.school.name), "Hillside");
    c.web.patience_seconds = 30;
    assert_int_equal(rules_publish(&c), OK);
    if (web_start(db, &c, &hooks, &w, why, sizeof(why)))
        fail_msg("%s", why);
    return w;
}

static int
ask(const char *request)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(to.sun_path, sizeof(to.sun_path), "%s/control.sock", folder);
    CHECK_INT(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    CHECK(write(fd, request, strlen(request)) == (ssize_t)strlen(request));
    return fd;
}

/* All that comes until the other end closes. */
static void
hear(int fd, char *out, size_t room)
{
    size_t had = 0;
    ssize_t n;

    while (had + 1 < room && (n = read(fd, out + had, room - 1 - had)) > 0)
        had += (size_t)n;
    out[had] = '\0';
    close(fd);
}

static atomic_bool enough;

/* Asks, and does not wait for the answer, until there is nobody to ask. */
static void *
ask_on(void *path)
{
    static const char request[] = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n"
        "\r\n";
    struct sockaddr_un to = { .sun_family = AF_UNIX };

    snprintf(to.sun_path, sizeof(to.sun_path), "%s", (char *)path);
    while (!enough) {
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

        if (!connect(fd, (struct sockaddr *)&to, sizeof(to)))
            for (int i = 0; i < 20; i++)
                if (send(fd, request, strlen(request), MSG_NOSIGNAL) < 0)
                    break;
        close(fd);
    }
    return NULL;
}

TEST(who_asks_as_the_doors_close_does_no_harm)
{
    struct db *db = open_house();
    char path[120];
    pthread_t askers[4];

    snprintf(path, sizeof(path), "%s/control.sock", folder);
    for (int i = 0; i < 4; i++)
        CHECK_INT(pthread_create(&askers[i], NULL, ask_on, path), 0);
    for (int i = 0; i < 300; i++) {
        struct web *w = open_web(db);

        usleep(500);
        web_stop(w);
    }
    enough = true;
    for (int i = 0; i < 4; i++)
        pthread_join(askers[i], NULL);
    remove_house();
    db_close(db);
}

TEST(what_runs_when_the_doors_close_is_answered_to_its_last_byte)
{
    static char heard[100000];
    struct db *db = open_house();
    char path[120];

    sem_init(&runs, 0, 0);
    sem_init(&go_on, 0, 0);
    for (int i = 0; i < 20; i++) {
        struct web *w = open_web(db);
        int fd = ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        sem_wait(&runs);
        sem_post(&go_on);
        web_stop(w);
        hear(fd, heard, sizeof(heard));
        CHECK(!strncmp(heard, "HTTP/1.1 200 ", 13));
        CHECK(strstr(heard, "</html>") != NULL);
    }
    snprintf(path, sizeof(path), "%s/control.sock", folder);
    CHECK(access(path, F_OK) == -1 && errno == ENOENT);
    remove_house();
    db_close(db);
}
