#include "practice/model.h"

#include <stdlib.h>
#include <string.h>

const struct model *
model_find(const char *name)
{
    for (const struct model *m = model_table; m->name; m++)
        if (!strcmp(m->name, name))
            return m;
    return NULL;
}

int
model_ports(const struct model *m)
{
    int n = 0;

    while (n < MODEL_PORTS && m->port[n].role != MODEL_NO_PORT)
        n++;
    return n;
}

int
model_main(const struct model *m)
{
    int n = 0;

    while (n < MODEL_PORTS - 1 && m->port[n].role != MODEL_MAIN)
        n++;
    return n;
}

void
model_print(FILE *to, const struct model *m)
{
    static const char *const roles[] = { "", "main", "second", "deaf" };

    fprintf(to, "%s\t%04x:%04x\t", m->name, (unsigned)m->vendor,
        (unsigned)m->product);
    for (int i = 0; i < model_ports(m); i++)
        fprintf(to, "%s%s:%02x:%02x", i ? "," : "",
            roles[m->port[i].role], (unsigned)m->port[i].protocol,
            (unsigned)m->port[i].number);
    fprintf(to, "\t%s\n", m->title);
}

void
model_list(FILE *to)
{
    for (const struct model *m = model_table; m->name; m++)
        model_print(to, m);
}

void
model_port_path(char *out, size_t room, const char *path, int n)
{
    size_t len = strlen(path), head = len;

    while (head && path[head - 1] >= '0' && path[head - 1] <= '9')
        head--;
    if (!n)
        snprintf(out, room, "%s", path);
    else if (head < len)
        snprintf(out, room, "%.*s%d", (int)head, path, atoi(path + head) + n);
    else
        snprintf(out, room, "%s-%d", path, n);
}

bool
model_has_store(const struct model *m, const char *name)
{
    char quoted[8];

    snprintf(quoted, sizeof(quoted), "\"%.4s\"", name);
    return strstr(m->stores, quoted) != NULL;
}
