/* addresses.h - this computer's own addresses in its networks (IPv4). */
#ifndef NOTEHOME_ADDRESSES_H
#define NOTEHOME_ADDRESSES_H

/* Calls fn for each, such as "192.168.1.20", without the loopback ones; text is
 * valid for the call. Asked so that no netlink socket is needed, which the unit
 * does not allow. What cannot be asked is as if there were none. */
void addresses_own(void (*fn)(void *user, const char *text), void *user);

#endif
