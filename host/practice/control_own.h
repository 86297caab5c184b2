/* control_own.h - inside the control socket: seen by control*.c alone. */
#ifndef NOTEHOME_PRACTICE_CONTROL_OWN_H
#define NOTEHOME_PRACTICE_CONTROL_OWN_H

#include "practice/control.h"

enum { CONTROL_WORDS = 16, CONTROL_OPTIONS = 24 };

/* A command taken apart; everything points into the line. */
struct words {
    int count, options;
    char *word[CONTROL_WORDS];
    char *name[CONTROL_OPTIONS], *value[CONTROL_OPTIONS];
    bool used[CONTROL_OPTIONS];
};

struct control_client;

/* Takes line apart in place. false: an open quote, or too many words. */
bool words_read(struct words *w, char *line);
/* The option's value, or otherwise. */
const char *words_text(struct words *w, const char *name,
    const char *otherwise);
/* false: there, and no number (0x.. is one). Absent leaves *out. */
bool words_int(struct words *w, const char *name, int64_t *out);
bool words_bool(struct words *w, const char *name, bool *out);
/* An option nobody asked about, or NULL. */
const char *words_unused(const struct words *w);

/* Sends one line of the answer. */
void control_send(struct control_client *c, const char *line);
/* The same with j, which it ends and releases. */
void control_send_object(struct control_client *c, struct jsonl *j);
/* Remembers why a command fails; returns false. */
bool control_fail(struct control_client *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct control_world *control_world_of(struct control_client *c);
void control_follow(struct control_client *c);
/* The dongle of that name or number; the first for NULL. */
struct dongle *control_dongle(struct control_client *c, const char *name);
/* The one the first word names; without it the command fails. */
struct dongle *control_named(struct control_client *c, struct words *w);

struct control_command {
    const char *name;
    int words;              /* needed behind the name */
    bool (*run)(struct control_client *c, struct words *w);
};
extern const struct control_command control_network_commands[];
extern const struct control_command control_phone_commands[];
extern const struct control_command control_dongle_commands[];
extern const struct control_command control_fault_commands[];
/* All of these, ended by NULL. */
extern const struct control_command *const control_tables[];

#endif
