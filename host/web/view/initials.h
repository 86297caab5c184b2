/* initials.h - a child as two letters in the colour of its class. */
#ifndef NOTEHOME_INITIALS_H
#define NOTEHOME_INITIALS_H

enum { INITIALS = 12, INITIALS_HUES = 8 };

/* The first letters of the first and the last word; of scripts whose letters
 * join or stand for syllables, that of the first alone. "" for no name. */
void initials_of(const char *name, char out[INITIALS]);
/* 0..INITIALS_HUES - 1, always the same for a class; desk.css has the
 * colours. */
int initials_hue(const char *class_name);

#endif
