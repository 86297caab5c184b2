#include "web/kit/tls.h"

#include "base/clock.h"
#include "base/log.h"
#include "web/kit/addresses.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHAIN_MAX = 8, PEM_MAX = 64 * 1024, YEARS = 10 };

const char tls_priorities[] =
    "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE";

/* A computer without a clock is in 1970: nothing of ours is older than this
 * (1 January 2025). */
static const int64_t oldest = 1735689600 * SECOND;

struct pair {
    gnutls_pcert_st chain[CHAIN_MAX];
    unsigned n;
    gnutls_privkey_t key;
    struct tls_facts facts;
    struct pair *before;        /* a connection may still be using it */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct pair *in_force;

/* --- reading -------------------------------------------------------------- */
static void
drop(struct pair *p)
{
    if (!p)
        return;
    for (unsigned i = 0; i < p->n; i++)
        gnutls_pcert_deinit(&p->chain[i]);
    if (p->key)
        gnutls_privkey_deinit(p->key);
    free(p);
}

/* The whole of a file, to be freed with its bytes cleared; NULL: why says
 * so. */
static unsigned char *
read_file(const char *path, unsigned *n, char *why)
{
    int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    unsigned char *text = fd >= 0 ? malloc(PEM_MAX) : NULL;
    ssize_t got = text ? read(fd, text, PEM_MAX) : -1;

    if (got <= 0)
        snprintf(why, TLS_WHY, "%s cannot be read: %s", path,
            got == 0 ? "it is empty" : strerror(errno));
    if (fd >= 0)
        close(fd);
    *n = got > 0 ? (unsigned)got : 0;
    if (got > 0)
        return text;
    free(text);
    return NULL;
}

static void
drop_file(unsigned char *text, unsigned n)
{
    if (text)
        explicit_bzero(text, n);
    free(text);
}

static void
write_fingerprint(const unsigned char hash[32], char *out)
{
    for (int i = 0; i < 32; i++)
        snprintf(out + 3 * i, 4, "%02X%s", hash[i], i < 31 ? ":" : "");
}

/* All names that the certificate is for. */
static void
write_names(gnutls_x509_crt_t crt, char *out, size_t room)
{
    char text[256], shown[64];
    size_t n, used = 0;
    int kind;

    for (unsigned i = 0; used < room; i++) {
        n = sizeof(text) - 1;
        kind = gnutls_x509_crt_get_subject_alt_name(crt, i, text, &n, NULL);
        if (kind < 0)
            break;
        text[n] = '\0';
        if (kind == GNUTLS_SAN_IPADDRESS) {
            if (!inet_ntop(n == 4 ? AF_INET : AF_INET6, text, shown,
                    sizeof(shown)))
                continue;
            snprintf(text, sizeof(text), "%s", shown);
        } else if (kind != GNUTLS_SAN_DNSNAME) {
            continue;
        }
        used += (size_t)snprintf(out + used, room - used, "%s%s",
            used ? " " : "", text);
    }
}

static int
learn(struct pair *p)
{
    gnutls_x509_crt_t crt;
    unsigned char hash[32];
    size_t n = sizeof(hash);
    int e = gnutls_pcert_export_x509(&p->chain[0], &crt);

    if (e < 0)
        return e;
    if ((e = gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA256, hash, &n))
        >= 0) {
        write_fingerprint(hash, p->facts.fingerprint);
        write_names(crt, p->facts.names, sizeof(p->facts.names));
        p->facts.from = gnutls_x509_crt_get_activation_time(crt) * SECOND;
        p->facts.until = gnutls_x509_crt_get_expiration_time(crt) * SECOND;
    }
    gnutls_x509_crt_deinit(crt);
    return e;
}

/* By the hash of the public half of each. */
static int
belong(const struct pair *p)
{
    unsigned char of_cert[32], of_key[32];
    size_t n = sizeof(of_cert), m = sizeof(of_key);
    gnutls_pubkey_t half;
    int e = gnutls_pubkey_init(&half);

    if (e < 0)
        return e;
    if ((e = gnutls_pubkey_import_privkey(half, p->key, 0, 0)) >= 0
        && (e = gnutls_pubkey_get_key_id(half, GNUTLS_KEYID_USE_SHA256, of_key,
                &m)) >= 0)
        e = gnutls_pubkey_get_key_id(p->chain[0].pubkey,
            GNUTLS_KEYID_USE_SHA256, of_cert, &n);
    gnutls_pubkey_deinit(half);
    if (e >= 0 && (n != m || memcmp(of_cert, of_key, n) != 0))
        e = GNUTLS_E_CERTIFICATE_KEY_MISMATCH;
    return e;
}

/* Makes a pair of the bytes of its files. */
static enum err
understand(struct pair *p, const char *cert, gnutls_datum_t *cert_text,
    const char *key, gnutls_datum_t *key_text, char *why)
{
    unsigned n = CHAIN_MAX;
    int e = gnutls_pcert_list_import_x509_raw(p->chain, &n, cert_text,
        GNUTLS_X509_FMT_PEM, 0);

    if (e < 0) {
        snprintf(why, TLS_WHY, "%s is no certificate (PEM): %s", cert,
            gnutls_strerror(e));
        return ERR_INPUT;
    }
    p->n = n;
    if ((e = gnutls_privkey_init(&p->key)) < 0
        || (e = gnutls_privkey_import_x509_raw(p->key, key_text,
                GNUTLS_X509_FMT_PEM, NULL, 0)) < 0)
        snprintf(why, TLS_WHY, "%s is no key (PEM, without a passphrase): %s",
            key, gnutls_strerror(e));
    else if ((e = belong(p)) < 0 || (e = learn(p)) < 0)
        snprintf(why, TLS_WHY, "the key %s does not belong to the certificate"
            " %s", key, cert);
    return e < 0 ? ERR_INPUT : OK;
}

static enum err
read_pair(const char *cert, const char *key, struct pair **out, char *why)
{
    struct pair *p = calloc(1, sizeof(*p));
    gnutls_datum_t c = { NULL, 0 }, k = { NULL, 0 };
    enum err e = ERR_INPUT;

    if (!p)
        return ERR_MEMORY;
    if ((c.data = read_file(cert, &c.size, why))
        && (k.data = read_file(key, &k.size, why)))
        e = understand(p, cert, &c, key, &k, why);
    drop_file(c.data, c.size);
    drop_file(k.data, k.size);
    if (e)
        drop(p);
    else
        *out = p;
    return e;
}

/* --- making --------------------------------------------------------------- */
static bool
write_new(const char *path, mode_t mode, const gnutls_datum_t *text)
{
    char part[300];
    int fd;
    bool well;

    snprintf(part, sizeof(part), "%s.part", path);
    unlink(part);
    fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    well = fd >= 0 && write(fd, text->data, text->size) == (ssize_t)text->size
        && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0)
        well = false;
    return well && rename(part, path) == 0;
}

/* crt: gnutls_x509_crt_t. */
static void
add_address(void *crt, const char *text)
{
    unsigned char bytes[16];
    bool six = strchr(text, ':') != NULL;

    if (inet_pton(six ? AF_INET6 : AF_INET, text, bytes) == 1)
        gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, bytes,
            six ? 16 : 4, GNUTLS_FSAN_APPEND);
}

static void
add_name(gnutls_x509_crt_t crt, const char *name)
{
    if (*name)
        gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, name,
            (unsigned)strlen(name), GNUTLS_FSAN_APPEND);
}

static void
add_names(gnutls_x509_crt_t crt, const struct config *c)
{
    char host[128] = "", local[140], more[sizeof(c->web.hosts)];
    char *rest = more, *name;

    gethostname(host, sizeof(host) - 1);
    snprintf(local, sizeof(local), "%s.local", host);
    add_name(crt, "notehome.local");
    if (strcmp(local, "notehome.local") != 0 && *host && !strchr(host, '.'))
        add_name(crt, local);
    add_name(crt, host);
    add_name(crt, "localhost");
    memcpy(more, c->web.hosts, sizeof(more));
    while ((name = strsep(&rest, " ")))
        add_name(crt, name);
    add_address(crt, "127.0.0.1");
    add_address(crt, "::1");
    addresses_own(add_address, crt);
}

/* All that the certificate says, signed by its own key. */
static int
fill(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, const struct config *c)
{
    int64_t now = clock_now() > oldest ? clock_now() : oldest;
    unsigned char serial[16];
    int e = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));

    serial[0] &= 0x7f;          /* a positive number */
    add_names(crt, c);
    if (e < 0 || (e = gnutls_x509_crt_set_version(crt, 3)) < 0
        || (e = gnutls_x509_crt_set_serial(crt, serial, sizeof(serial))) < 0
        || (e = gnutls_x509_crt_set_dn_by_oid(crt,
                GNUTLS_OID_X520_COMMON_NAME, 0, "notehome.local", 14)) < 0
        || (e = gnutls_x509_crt_set_activation_time(crt,
                (time_t)(oldest / SECOND))) < 0
        || (e = gnutls_x509_crt_set_expiration_time(crt,
                (time_t)((now + YEARS * 365 * 24 * HOUR) / SECOND))) < 0
        || (e = gnutls_x509_crt_set_basic_constraints(crt, 0, -1)) < 0
        || (e = gnutls_x509_crt_set_key_usage(crt,
                GNUTLS_KEY_DIGITAL_SIGNATURE)) < 0
        || (e = gnutls_x509_crt_set_key_purpose_oid(crt,
                GNUTLS_KP_TLS_WWW_SERVER, 0)) < 0
        || (e = gnutls_x509_crt_set_key(crt, key)) < 0)
        return e;
    return gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
}

static void
own_paths(const struct config *c, char cert[256], char key[256])
{
    snprintf(cert, 256, "%s/tls.cert.pem", c->data);
    snprintf(key, 256, "%s/tls.key.pem", c->data);
}

/* A new pair (P-256) in the folder of the data: the key first, for who finds a
 * certificate finds its key. */
static enum err
make_own(const struct config *c, char *why)
{
    char cert_path[256], key_path[256];
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t crt = NULL;
    gnutls_datum_t k = { NULL, 0 }, t = { NULL, 0 };
    int e;
    bool well;

    own_paths(c, cert_path, key_path);
    if ((e = gnutls_x509_privkey_init(&key)) >= 0
        && (e = gnutls_x509_crt_init(&crt)) >= 0
        && (e = gnutls_x509_privkey_generate2(key, GNUTLS_PK_ECDSA,
                GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0, NULL, 0))
            >= 0
        && (e = fill(crt, key, c)) >= 0
        && (e = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM,
                NULL, GNUTLS_PKCS_PLAIN, &k)) >= 0)
        e = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &t);
    well = e >= 0 && write_new(key_path, 0600, &k)
        && write_new(cert_path, 0644, &t);
    if (!well)
        snprintf(why, TLS_WHY, "no certificate can be made in %s: %s", c->data,
            e < 0 ? gnutls_strerror(e) : strerror(errno));
    drop_file(k.data, k.size);
    gnutls_free(t.data);
    gnutls_x509_crt_deinit(crt);
    gnutls_x509_privkey_deinit(key);
    return well ? OK : ERR_IO;
}

/* --- in force ------------------------------------------------------------- */
static void
put_in_force(struct pair *p)
{
    pthread_mutex_lock(&lock);
    p->before = in_force;
    in_force = p;
    pthread_mutex_unlock(&lock);
    log_info("tls", "certificate until=%s fingerprint=%s",
        clock_text(p->facts.until, (char[CLOCK_TEXT]){ "" }),
        p->facts.fingerprint);
}

enum err
tls_check(const struct config *c, char *why)
{
    struct pair *p = NULL;
    enum err e = OK;

    if (*c->web.cert && !(e = read_pair(c->web.cert, c->web.key, &p, why)))
        drop(p);
    return e;
}

enum err
tls_load(const struct config *c, char *why)
{
    char cert[256], key[256];
    struct pair *p = NULL;
    enum err e;

    own_paths(c, cert, key);
    if (*c->web.cert) {
        e = read_pair(c->web.cert, c->web.key, &p, why);
    } else if ((e = read_pair(cert, key, &p, why))) {
        /* The first start, or power failed between the two files. */
        if (access(cert, F_OK) == 0)
            log_warn("tls", "%s; a new pair is made", why);
        if (!(e = make_own(c, why)))
            e = read_pair(cert, key, &p, why);
    }
    if (e)
        return e;
    p->facts.own = !*c->web.cert;
    put_in_force(p);
    return OK;
}

enum err
tls_renew(const struct config *c, char *why)
{
    enum err e;

    if (*c->web.cert) {
        snprintf(why, TLS_WHY, "The certificate is %s: put a new one there,"
            " then reload the daemon.", c->web.cert);
        return ERR_REFUSED;
    }
    if ((e = make_own(c, why)))
        return e;
    return tls_load(c, why);
}

bool
tls_facts(struct tls_facts *out)
{
    bool there;

    pthread_mutex_lock(&lock);
    there = in_force != NULL;
    if (there)
        *out = in_force->facts;
    pthread_mutex_unlock(&lock);
    return there;
}

static int
pick(gnutls_session_t session, const gnutls_datum_t *authorities, int n,
    const gnutls_pk_algorithm_t *algorithms, int n_algorithms,
    gnutls_pcert_st **chain, unsigned *n_chain, gnutls_privkey_t *key)
{
    (void)session;
    (void)authorities;
    (void)n;
    (void)algorithms;
    (void)n_algorithms;
    pthread_mutex_lock(&lock);
    *chain = in_force->chain;
    *n_chain = in_force->n;
    *key = in_force->key;
    pthread_mutex_unlock(&lock);
    return 0;
}

void *
tls_picker(void)
{
    return (void *)(uintptr_t)pick;
}

void
tls_forget(void)
{
    struct pair *p;

    while ((p = in_force)) {
        in_force = p->before;
        drop(p);
    }
}
