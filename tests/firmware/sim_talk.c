/* sim_talk.c - the host's end of the simulated board's line, for tests. */
#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
sim_wait(struct sim *s, const char *text, uint64_t ms)
{
    uint64_t until = sim_us(s) + ms * 1000;
    long had = s->sentences;

    while (sim_us(s) < until && !s->dead) {
        sim_run_us(s, 100);
        if (s->sentences == had)
            continue;
        had = s->sentences;
        if (strstr(s->said, text))
            return s->said;
    }
    return NULL;
}

bool
sim_wait_out(struct sim *s, enum sim_out out, bool level, uint64_t ms)
{
    uint64_t until = sim_us(s) + ms * 1000;

    while (s->out[out] != level && sim_us(s) < until && !s->dead)
        sim_run_us(s, 100);
    return s->out[out] == level;
}

void
sim_say_again(struct sim *s, const char *text)
{
    char body[128], whole[160];

    snprintf(body, sizeof body, "%02X,%s", s->seq, text);
    snprintf(whole, sizeof whole, "$%s*%04X\r\n", body,
             board_crc(body, (uint16_t)strlen(body)));
    sim_bytes(s, whole, strlen(whole));
}

void
sim_say(struct sim *s, const char *text)
{
    s->seq++;
    sim_say_again(s, text);
}

const char *
sim_ask(struct sim *s, const char *text)
{
    uint64_t until = sim_us(s) + 300000;
    char want[8];

    sim_say(s, text);
    snprintf(want, sizeof want, "%02X,", s->seq);
    while (sim_us(s) < until && !s->dead)
        if (sim_wait(s, want, 5) && strncmp(s->said, want, 3) == 0)
            return s->said + 3;
    return "";
}

long
sim_field(const char *answer, int i)
{
    while (i-- && answer)
        answer = strchr(answer, ',') ? strchr(answer, ',') + 1 : NULL;
    return answer && *answer ? atol(answer) : -1;
}

bool
sim_flag(struct sim *s, enum board_flag flag)
{
    return sim_field(sim_ask(s, "ST"), 6) & flag;
}

void
sim_greet(struct sim *s)
{
    char text[32];
    const char *event;

    sim_wait(s, "HI", 500);
    sim_ask(s, "HI,1,0,100");
    while ((event = sim_wait(s, ",EV,", 300))) {
        snprintf(text, sizeof text, "EA,%d", atoi(event + 6));
        sim_ask(s, text);
    }
}

const char *
sim_event(struct sim *s, const char *type, uint64_t ms)
{
    static char rest[128];
    uint64_t until = sim_us(s) + ms * 1000;

    while (sim_us(s) < until) {
        const char *at;
        char ack[32];

        if (!sim_wait(s, ",EV,", 100) || !(at = strchr(s->said + 6, ','))
            || strncmp(at + 1, type, 2) != 0)
            continue;
        snprintf(rest, sizeof rest, "%s", at[3] ? at + 4 : "");
        snprintf(ack, sizeof ack, "EA,%d", atoi(s->said + 6));
        sim_ask(s, ack);
        return rest;
    }
    return NULL;
}

struct sim *
sim_greeted(uint64_t ms)
{
    struct sim *s = sim_new(NULL);

    sim_greet(s);
    sim_run_ms(s, ms);
    return s;
}

bool
sim_beat(struct sim *s, uint64_t seconds)
{
    bool well = true;

    for (uint64_t i = 0; i < seconds; i += 10) {
        well &= strncmp(sim_ask(s, "HB,120"), "ST,", 3) == 0;
        sim_run_ms(s, 10000 - 30);
    }
    return well;
}

bool
sim_next_reset(struct sim *s, enum sim_out out, uint64_t seconds, uint64_t *at)
{
    uint64_t from = *at;

    if (!sim_wait_out(s, out, false, 70000)
        || !sim_wait_out(s, out, true, (seconds + 1) * 1000))
        return false;
    *at = s->changed[out];
    return *at - from >= seconds * 1000000
           && *at - from <= seconds * 1000000 + 100000;
}

void
sim_run_ms(struct sim *s, uint64_t ms)
{
    sim_run_us(s, ms * 1000);
}
