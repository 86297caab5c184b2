/* page.h - a page while it is written: who looks, in which language, and the
 * text so far. The markup is in pages/, made into C by pages.awk. */
#ifndef NOTEHOME_PAGE_H
#define NOTEHOME_PAGE_H

#include "text/reason.h"
#include "web/kit/catalogue.h"
#include "web/kit/html.h"
#include "web/kit/request.h"

/* Lives while one answer is written. */
struct page {
    struct html out;
    const char *title;          /* plain text */
    const char *school;
    const char *lang, *dir;     /* for the root element */
    const struct caller *caller;
    const struct rules *rules;  /* of the request; NULL: none in force */
    const char *path;           /* of the request; the link to it is marked */
    int64_t turn;               /* for the foot (struct request) */
    int64_t fresh, waiting;     /* messages that nobody has read, families that
                                 * wait for an answer (view/news.h) */
    int health;                 /* of the box: enum summary_level, and */
    struct reason ill;          /* what is wrong first; none: all in order
                                 * (view/box.h) */
    bool knows_box;             /* both were there before the page began */
    const char *notice;         /* what was just done; "" nothing */
    bool writing;               /* it has the composer, for this draft: */
    int64_t place;              /* a thread; 0: a text to many */
    const struct catalogue *words; /* of the language; NULL: English */
    char said[REASON_SAID];     /* page_reason() */
    char carry[120];            /* page_carry() */
    char time[96];              /* page_time() */
    char day[64];               /* page_day() */
    char author[160];           /* author_label() */
};

/* text in the page's language. */
const char *page_tr(const struct page *p, const char *text)
    __attribute__((format_arg(2)));
/* A reason in the page's language; valid until the next call. Words as they
 * are, but for those of ours (text/reason.h). */
const char *page_reason(struct page *p, const struct reason *r);
/* The form of a text with a number that fits n ("%d day", "%d days"). */
const char *page_trn(const struct page *p, const char *one, const char *many,
    int64_t n) __attribute__((format_arg(2), format_arg(3)));

/* A time for people in the school's zone: "14:05" today, "21 Nov 14:05", with
 * the year when it is another; valid until the next call. */
const char *page_time(struct page *p, int64_t ms);
/* "14:05", of whichever day; valid until the next call of page_time(). */
const char *page_clock(struct page *p, int64_t ms);
/* "21 Nov", with the year when it is another; valid until the next call. */
const char *page_day(struct page *p, int64_t ms);
/* The same as page_time() for machines, RFC 3339. */
const char *page_stamp(struct page *p, int64_t ms);

/* Attributes for a button outside of the composer, so that it takes the words
 * in there along to address ("/sign-out"); "" where there is no composer. For
 * a field that goes with such a button address is "". Valid until the next
 * call. */
const char *page_carry(struct page *p, const char *address);
/* The hidden fields that every form of a session carries: its CSRF token, and
 * whose it is (view/kept.h). */
void page_csrf(struct page *p);
/* A hidden field with a key of its own (store/db/once.h), for a form that must
 * not do its work twice. */
void page_once(struct page *p);
/* Writes the address of a file in static/ ("style.css") with its hash, so that
 * browsers may keep it for ever. */
void page_asset(struct page *p, const char *name);

/* Who helps a child in danger, as the school wrote it; "" when it did not.
 * Valid as long as the page. */
const char *page_helpline(const struct page *p);

#endif
