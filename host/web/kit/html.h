/* html.h - a page being written: grows as needed, escapes by default. The
 * first failure (out of memory) is kept and later calls do nothing. */
#ifndef NOTEHOME_HTML_H
#define NOTEHOME_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct html {
    char *text;                 /* owned until html_take() */
    size_t used, room;
    bool failed;
};

/* As it is; only for markup of our own. */
void html_raw(struct html *h, const char *markup);
/* Text for an element or a quoted attribute: & < > " ' are escaped; control
 * characters other than line ends and tabs become U+FFFD, and so do the marks
 * that turn the direction of letters beyond their element (U+202D, U+202E).
 * NULL is nothing. */
void html_text(struct html *h, const char *text);
void html_int(struct html *h, int64_t n);

/* The whole text, the caller's (free); NULL after a failure. h is empty. */
char *html_take(struct html *h);

#endif
