/* class_list.h - the school's classes, to choose one from. */
#ifndef NOTEHOME_CLASS_LIST_H
#define NOTEHOME_CLASS_LIST_H

#include "store/db/db.h"

enum { CLASS_LIST = 100 };

struct class_list {
    int n;
    char name[CLASS_LIST][64];  /* in the order of desk_classes() */
};

/* The first CLASS_LIST classes that have a name. */
MUST_CHECK enum err class_list_read(struct db *db, struct class_list *out);

#endif
