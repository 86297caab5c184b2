/* sticks.h - USB sticks that ask for a copy: a folder with a file called
 * notehome-backup, one or two levels under where sticks are mounted. What a
 * stick holds was made by anybody: no link on it is followed, and a folder on
 * the data's own disk is none. */
#ifndef NOTEHOME_STICKS_H
#define NOTEHOME_STICKS_H

/* Calls fn for each under root (one path) with its path and the open folder,
 * which is fn's for the call. data: the folder of the database. A place of
 * very many folders is looked through in part. */
void sticks_find(const char *root, const char *data,
    void (*fn)(void *user, const char *folder, int dir), void *user);

#endif
