/* known.h - are families and texts where they were? A disk that is not mounted
 * leaves an empty folder, and an empty folder looks like a new school. So a
 * note apart from the data says where they are, and nothing new begins in a
 * place where something should be. */
#ifndef NOTEHOME_KNOWN_H
#define NOTEHOME_KNOWN_H

#include "settings/config.h"

struct known {
    const char *folder;         /* of the note; NULL: there is none */
    const char *fstab;          /* what is to be mounted: /etc/fstab */
    const char *mounts;         /* what is mounted: /proc/self/mounts */
};
enum { KNOWN_WHY = 1400 };

/* Before the database is opened, and its folder made. ERR_NOT_FOUND: something
 * should be there and is not; why (KNOWN_WHY) says what to do. */
MUST_CHECK enum err known_check(const struct known *k, const struct config *c,
    char *why);

/* Once it is open: notes where it is, where that is not noted yet. */
void known_note(const struct known *k, const struct config *c);

#endif
