/* link.h - sentences between the host and app.c.
 * A request that comes again (same number, same words, within 10 s) gets the
 * first answer again and is not acted on a second time. */
#ifndef NOTEHOME_LINK_H
#define NOTEHOME_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "board_frame.h"

/* Forgets all that was said. */
void link_start(void);

/* Takes one byte. True: *out is a request to act on; its text is good until
 * the next byte. */
bool link_feed(uint8_t byte, uint32_t now, struct board_frame *out);

/* The answer to the latest request: begin, board_add ... to what begin gave,
 * end. It may come later; a newer request makes it void. */
struct board_writer *link_answer(uint16_t command);
void link_answer_end(void);
/* The number and the CRC of the latest request, as one: to know it later. */
uint32_t link_request(void);

/* A new session: the next request is new whatever its number. */
void link_forget(void);

/* Closes and sends what the board says unasked. False: no room now. */
bool link_send(struct board_writer *w);

#endif
