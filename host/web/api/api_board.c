/* api_board.c - what the companion board told, and new firmware for it. The
 * outcome of an update comes later: ask for it by its number. */
#include "board_image.h"
#include "status/errand.h"
#include "store/figures/board_log.h"
#include "web/api/api.h"
#include "web/view/board_errand.h"

#include <stdlib.h>

enum { SHOWN = 200 };

static void
add_row(void *user, const struct board_log_row *b)
{
    json_array_append_new(user, json_pack("{s:o, s:o, s:o, s:o}", "at",
        json_time(b->at), "type", json_text(b->type), "args",
        json_text(b->args), "words", json_reason(&b->words)));
}

void
api_board_log(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_array();
    enum err e = board_log_list(w->db, SHOWN, add_row, j);

    (void)q;
    if (!e) {
        reply_json(r, 200, j);
    } else {
        json_decref(j);
        reply_failure(r, e, NULL);
    }
}

/* What is wrong with a firmware; NULL: it may be written. */
static const char *
fault_of(const char *hex, size_t n)
{
    struct board_image *image = malloc(sizeof(*image));
    enum board_image_result found;
    const char *fault = "out of memory";

    if (image) {
        found = board_image_check(hex, n, image);
        fault = found == BOARD_IMAGE_GOOD ? NULL : board_image_text(found);
    }
    free(image);
    return fault;
}

void
api_board_update(struct web *w, const struct request *q, struct response *r)
{
    const char *fault = fault_of(q->body ? q->body : "", q->bytes);
    int64_t id = 0;
    enum err e;

    if (fault) {
        reply_error(r, 400, "Not written, the board keeps its firmware: the"
            " file is %s.", fault);
        return;
    }
    e = board_update_ask(w->db, q->body, q->bytes, q->caller.who, &id);
    if (!e)
        reply_json(r, 202, json_pack("{s:I}", "id", (json_int_t)id));
    else
        reply_failure(r, e, e == ERR_BUSY ? "An update is under way." : NULL);
}

static const char *
state_name(enum board_update_state s)
{
    switch (s) {
    case BOARD_UPDATE_WAITING:
        return "waiting";
    case BOARD_UPDATE_RUNNING:
        return "running";
    case BOARD_UPDATE_DONE:
        return "done";
    case BOARD_UPDATE_FAILED:
        break;
    }
    return "failed";
}

void
api_board_update_get(struct web *w, const struct request *q,
    struct response *r)
{
    enum board_update_state state;
    char answer[300] = "";
    enum err e = board_update_get(w->db, q->id, &state, answer,
        sizeof(answer));

    if (!e)
        reply_json(r, 200, json_pack("{s:I, s:s, s:o}", "id", (json_int_t)q->id,
            "state", state_name(state), "answer", json_text(answer)));
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such update."
                                               : NULL);
}

static void
do_it(struct web *w, const struct request *q, struct response *r,
    const json_t *j)
{
    bool bad = false;
    const char *kind = json_string_of(j, "do", &bad);
    const char *name = json_string_of(j, "name", &bad), *fault = NULL;
    int64_t value = json_int_of(j, "value", &bad), id = 0;
    struct errand what = { .kind = errand_kind(kind),
        .value = (uint32_t)value };
    enum err e = bad || value < 0 || value > UINT32_MAX ? ERR_INPUT
        : board_errand(w->db, q->caller.who, &what, name, &id, &fault);

    if (!e)
        reply_json(r, 202, json_pack("{s:I}", "id", (json_int_t)id));
    else
        reply_failure(r, e, bad ? NULL : fault);
}

void
api_board_do(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "do name value");

    if (j)
        do_it(w, q, r, j);
    json_decref(j);
}

void
api_board_done(struct web *w, const struct request *q, struct response *r)
{
    struct errand_told *told = calloc(1, sizeof(*told));
    json_t *lines = json_array();

    (void)w;
    if (told)
        errand_latest(told);
    if (!told || told->id != q->id) {
        json_decref(lines);
        reply_failure(r, told ? ERR_NOT_FOUND : ERR_MEMORY, NULL);
    } else {
        for (int i = 0; i < told->n; i++)
            json_array_append_new(lines, json_reason(&told->line[i]));
        reply_json(r, 200, json_pack("{s:I, s:s, s:s, s:o}", "id",
            (json_int_t)told->id, "do", errand_name(told->what.kind), "state",
            !told->over      ? "running"
                : told->good ? "done"
                             : "failed", "lines", lines));
    }
    free(told);
}
