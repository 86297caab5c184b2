/* tls.h - the certificate of the encrypted door (TLS; GnuTLS is met here
 * alone): made by itself at the first start, checked, read, told. One is in
 * force at a time, for new connections. Any thread may call. */
#ifndef NOTEHOME_TLS_H
#define NOTEHOME_TLS_H

#include "base/err.h"
#include "settings/config.h"

#include <stdbool.h>
#include <stdint.h>

enum { TLS_WHY = 600, TLS_WARN_DAYS = 30 };

/* What GnuTLS is to speak: TLS 1.2 and 1.3, nothing older. */
extern const char tls_priorities[];

struct tls_facts {
    char fingerprint[100];      /* SHA-256 as browsers show it: "AB:CD:..." */
    char names[400];            /* it is for, with blanks between */
    int64_t from, until;        /* UTC ms */
    bool own;                   /* made here; else web.tls names it */
};

/* Whether the certificate and the key that c names can be read and belong
 * together. OK also where c names none. On failure why (TLS_WHY) says what is
 * wrong. */
MUST_CHECK enum err tls_check(const struct config *c, char *why);

/* Puts the certificate that c names in force, or the one of our own making in
 * c->data, which is made where there is none. On failure the one before stays,
 * and why (TLS_WHY) says what is wrong. */
MUST_CHECK enum err tls_load(const struct config *c, char *why);

/* Makes a new one of our own and puts it in force. ERR_REFUSED: c names one. */
MUST_CHECK enum err tls_renew(const struct config *c, char *why);

/* Of the one in force; false: there is none. */
bool tls_facts(struct tls_facts *out);

/* For the HTTP library: its callback that picks the certificate
 * (gnutls_certificate_retrieve_function2). */
void *tls_picker(void);

/* At the end, once no door is open. */
void tls_forget(void);

#endif
