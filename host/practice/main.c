/* notehome-sim: a practice dongle, its network and its phones. */
#include "practice/control.h"
#include "practice/tell.h"

#include "base/log.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile int stop;

struct options {
    const char *port, *diag, *control, *tell, *air;
    const char *pin, *number, *smsc, *country, *model, *diary;
    struct replay *replay;      /* of the diary; NULL without one */
    bool list;
    long dongles, sm_slots, me_slots, noise_ms;
    uint64_t seed;
};

static const struct option long_options[] = {
    { "port", required_argument, NULL, 'p' },
    { "diag", required_argument, NULL, 'D' },
    { "control", required_argument, NULL, 'c' },
    { "tell", required_argument, NULL, 't' },
    { "air", required_argument, NULL, 'a' },
    { "seed", required_argument, NULL, 's' },
    { "dongles", required_argument, NULL, 'n' },
    { "pin", required_argument, NULL, 'P' },
    { "number", required_argument, NULL, 'N' },
    { "smsc", required_argument, NULL, 'S' },
    { "country", required_argument, NULL, 'C' },
    { "slots", required_argument, NULL, 'l' },
    { "me-slots", required_argument, NULL, 'm' },
    { "noise", required_argument, NULL, 'r' },
    { "model", required_argument, NULL, 'M' },
    { "replay", required_argument, NULL, 'R' },
    { "models", no_argument, NULL, 'L' },
    { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, 'v' },
    { 0 }
};

static int
usage(FILE *to)
{
    fputs("usage: notehome-sim --port PATH --control SOCKET [--air FILE]\n"
          "    [--seed N] [--dongles N] [--pin CODE] [--number +NUMBER]\n"
          "    [--smsc +NUMBER] [--country CODE] [--slots N] [--me-slots N]\n"
          "    [--noise MS] [--diag PATH] [--model NAME[,NAME...]]\n"
          "    [--replay DIARY]\n"
          "       notehome-sim [--replay DIARY] --models\n"
          "       notehome-sim --control SOCKET --tell COMMAND\n", to);
    return to == stdout ? 0 : 2;
}

static bool
read_number(const char *text, long least, long most, long *out)
{
    char *end;
    long v = strtol(text, &end, 10);

    if (end == text || *end || v < least || v > most)
        return false;
    *out = v;
    return true;
}

static bool
read_option(struct options *o, int key)
{
    long seed;

    switch (key) {
    case 'p':
        o->port = optarg;
        return true;
    case 'D':
        o->diag = optarg;
        return true;
    case 'c':
        o->control = optarg;
        return true;
    case 't':
        o->tell = optarg;
        return true;
    case 'a':
        o->air = optarg;
        return true;
    case 'P':
        o->pin = optarg;
        return strlen(optarg) <= 8;
    case 'N':
        o->number = optarg;
        return *optarg == '+' && strlen(optarg) < 20;
    case 'S':
        o->smsc = optarg;
        return strlen(optarg) <= 20;
    case 'C':
        o->country = optarg;
        return strlen(optarg) <= 4;
    case 'M':
        o->model = optarg;
        return true;
    case 'R':
        o->diary = optarg;
        return true;
    case 'L':
        return o->list = true;
    case 'n':
        return read_number(optarg, 1, DONGLES_MAX, &o->dongles);
    case 'l':
        return read_number(optarg, 0, SLOTS_MAX, &o->sm_slots);
    case 'm':
        return read_number(optarg, 0, SLOTS_MAX, &o->me_slots);
    case 'r':
        return read_number(optarg, 0, 86400000, &o->noise_ms);
    case 's':
        if (!read_number(optarg, 0, 2147483647, &seed))
            return false;
        o->seed = (uint64_t)seed;
        return true;
    default:
        return false;
    }
}

static void
on_signal(int number)
{
    (void)number;
    stop = 1;
}

/* "PATH" for the first dongle, "PATH.2" and so on for the others. */
static void
path_of(char *out, size_t room, const char *path, int index)
{
    if (index == 0)
        snprintf(out, room, "%s", path);
    else
        snprintf(out, room, "%s.%d", path, index + 1);
}

/* The family of the index-th dongle of a list "a,b,c", whose last name counts
 * for the rest; NULL: there is none of that name. */
static const struct model *
model_of(const char *list, int index)
{
    char name[32];
    size_t n = strcspn(list, ",");

    for (; index > 0 && list[n]; index--) {
        list += n + 1;
        n = strcspn(list, ",");
    }
    snprintf(name, sizeof(name), "%.*s", (int)n, list);
    return model_find(name);
}

/* With --model all ports are numbered on, dongle by dongle. */
static void
path_of_model(char *out, size_t room, const struct options *o, int index)
{
    int before = 0;

    for (int i = 0; i < index; i++)
        before += model_ports(o->replay ? &o->replay->model
                                        : model_of(o->model, i));
    model_port_path(out, room, o->port, before);
}

static enum err
add_dongle(struct control_world *w, const struct options *o, int index)
{
    char path[PATH_MAX], diag[PATH_MAX], number[24];
    struct dongle_plan plan = { .index = index, .path = path,
        .pin = o->pin, .number = number, .smsc = o->smsc,
        .sm_slots = (int)o->sm_slots, .me_slots = (int)o->me_slots,
        .seed = o->seed };
    enum err e;

    if (o->model && !(plan.model = model_of(o->model, index))) {
        log_error("sim", "no such model: see --models");
        return ERR_INPUT;
    }
    if (o->replay) {
        plan.model = &o->replay->model;
        plan.replay = o->replay;
    }
    if (plan.model)
        path_of_model(path, sizeof(path), o, index);
    else
        path_of(path, sizeof(path), o->port, index);
    if (o->diag) {
        path_of(diag, sizeof(diag), o->diag, index);
        plan.diag = diag;
    }
    snprintf(number, sizeof(number), "+%lld",
        strtoll(o->number + 1, NULL, 10) + index);
    e = dongle_new(w->loop, w->air, w->network, &plan, &w->dongles[index]);
    if (w->dongles[index])
        w->count = index + 1;
    if (!e)
        dongle_noise(w->dongles[index], o->noise_ms);
    return e;
}

static enum err
build(struct control_world *w, const struct options *o)
{
    enum err e = loop_new(&w->loop);

    if (!e)
        e = air_open(w->loop, o->air, &w->air);
    if (!e)
        e = network_new(w->loop, w->air, &w->network);
    if (e)
        return e;
    snprintf(network_habits(w->network)->country,
        sizeof(network_habits(w->network)->country), "%s", o->country);
    if (network_ussd_set(w->network, "*100#",
            "Balance KES 120.50. Bundle: 450 texts.", NETWORK_USSD_DONE))
        return ERR_MEMORY;
    for (int i = 0; i < (int)o->dongles && !e; i++)
        e = add_dongle(w, o, i);
    return e;
}

static int
list(const struct options *o)
{
    if (o->replay)
        model_print(stdout, &o->replay->model);
    else
        model_list(stdout);
    replay_free(o->replay);
    return 0;
}

static void
tear_down(struct control_world *w)
{
    for (int i = 0; i < w->count; i++)
        dongle_unplug(w->dongles[i]);
    network_free(w->network);
    for (int i = 0; i < w->count; i++)
        dongle_free(w->dongles[i]);
    air_close(w->air);
    loop_free(w->loop);
}

int
main(int argc, char **argv)
{
    struct options o = { .pin = "", .number = "+254700000001",
        .smsc = "+254700000000", .country = "254", .dongles = 1,
        .sm_slots = 20, .me_slots = 23, .noise_ms = 20000, .seed = 1 };
    struct control_world w = { .stop = &stop };
    struct sigaction act = { .sa_handler = on_signal };
    struct control *control = NULL;
    sigset_t ends;
    enum err e;
    int key;

    while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (key == 'h')
            return usage(stdout);
        if (key == 'v') {
            puts("notehome-sim " VERSION);
            return 0;
        }
        if (!read_option(&o, key))
            return usage(stderr);
    }
    if (o.tell && o.control && optind == argc)
        return tell(o.control, o.tell);
    if (o.diary && (e = replay_open(o.diary, &o.replay))) {
        fprintf(stderr, "%s: %s\n", o.diary, e == ERR_INPUT
            ? "no diary of a dongle that answers" : err_text(e));
        return 2;
    }
    if (o.list)
        return list(&o);
    if (!o.port || !o.control || optind != argc || (o.diary && o.model))
        return usage(stderr);
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGINT, &act, NULL);
    signal(SIGPIPE, SIG_IGN);
    e = build(&w, &o);
    if (!e)
        e = control_open(o.control, &w, &control);
    if (!e) {
        puts("ready");
        fflush(stdout);
        loop_run(w.loop, &stop);
    } else {
        log_error("sim", "cannot start: %s", err_text(e));
    }
    control_close(control);
    tear_down(&w);
    replay_free(o.replay);
    return e ? 1 : 0;
}
