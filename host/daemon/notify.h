/* notify.h - tells the service manager how the daemon is (sd_notify(3)
 * protocol); does nothing where there is none. */
#ifndef NOTEHOME_NOTIFY_H
#define NOTEHOME_NOTIFY_H

#include <stdint.h>

/* One or more lines: "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=...". */
void notify_send(const char *lines);

/* How often "WATCHDOG=1" is to be sent, ms; 0: not at all. */
int64_t notify_watchdog(void);

#endif
