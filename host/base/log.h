/* log.h - one line per event on standard error, key=value.
 * error: someone must act, and the line says on what; warn: we coped;
 * info: a message or modem changed state; debug: the rest.
 * A message is known by its id: its text and number are never logged.
 * Under systemd (JOURNAL_STREAM set) lines carry "<N>" priorities, otherwise
 * a time and a word. Control characters in values come out as '?'.
 * Any thread may call; a line is written whole. */
#ifndef NOTEHOME_LOG_H
#define NOTEHOME_LOG_H

#include <stdint.h>

enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_INFO = 6, LOG_DEBUG = 7 };

/* What is logged from now on; info at start. */
void log_set_level(enum log_level level);

/* The latest lines of this program, for its pages; the newest first, at most
 * `room` of them; returns how many. Debug lines are not kept. */
enum { LOG_KEPT = 200 };
struct log_entry {
    int64_t at;                 /* UTC ms */
    enum log_level level;
    char where[16], text[240];
};
int log_recent(struct log_entry *out, int room);

#define LOG_FORMAT __attribute__((format(printf, 3, 4)))
void log_line(enum log_level level, const char *where, const char *fmt, ...)
    LOG_FORMAT;

#define log_error(where, ...) log_line(LOG_ERROR, where, __VA_ARGS__)
#define log_warn(where, ...) log_line(LOG_WARN, where, __VA_ARGS__)
#define log_info(where, ...) log_line(LOG_INFO, where, __VA_ARGS__)
#define log_debug(where, ...) log_line(LOG_DEBUG, where, __VA_ARGS__)

#endif
