/* phonetool - reads numbers as the store does, for tests that compare.
 *
 * Each line on standard input is "REGION<tab>NUMBER"; each answer is
 * "CANONICAL<tab>E.164 or -<tab>doubtful or -". */
#include "text/phone.h"

#include <stdio.h>
#include <string.h>

int
main(void)
{
    char line[300];

    while (fgets(line, sizeof(line), stdin)) {
        char *raw = strchr(line, '\t');
        struct phone_number p;

        line[strcspn(line, "\n")] = '\0';
        if (!raw)
            return 2;
        *raw++ = '\0';
        phone_read(raw, line, &p);
        printf("%s\t%s\t%s\n", p.text, p.international ? "E.164" : "-",
            p.doubtful ? "doubtful" : "-");
    }
    return 0;
}
