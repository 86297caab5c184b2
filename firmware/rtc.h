/* rtc.h - the DS3231 clock chip (Maxim 19-5170, registers 00h-06h, 0Fh). */
#ifndef NOTEHOME_RTC_H
#define NOTEHOME_RTC_H

#include <stdbool.h>
#include <stdint.h>

#define RTC_FIRST 1577836800u   /* 2020-01-01: what is before cannot be */
#define RTC_LAST  4102444799u   /* 2099-12-31, the chip's last day */

/* Unix seconds, and whether it stood still since it was set (OSF) or shows
 * no possible time. False: the chip does not answer; nothing is set. */
bool rtc_read(uint32_t *unix_time, bool *unsure);
/* RTC_FIRST to RTC_LAST. False: the chip does not answer. */
bool rtc_set(uint32_t unix_time);

#endif
