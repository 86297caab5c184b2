#include "board/halting.h"

#include "base/clock.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TEST(a_computer_that_goes_off_is_told_from_one_that_restarts)
{
    static const struct {
        const char *jobs;
        enum halting want;
    } rows[] = {
        { "", HALTING_NOT },
        { "No jobs running.\n", HALTING_NOT },
        { "812 notehomed.service restart running\n", HALTING_NOT },
        { "1201 poweroff.target start waiting\n", HALTING_OFF },
        { "  1201 notehomed.service stop running\n"
          "   950 poweroff.target   start waiting\n", HALTING_OFF },
        { "950 halt.target start waiting", HALTING_OFF },
        { "7 reboot.target start waiting\n", HALTING_RESTART },
        { "7 kexec.target start waiting\n", HALTING_RESTART },
        { "7 soft-reboot.target start waiting\n", HALTING_RESTART },
        /* One that was called off, and units that are named like them. */
        { "7 poweroff.target stop waiting\n", HALTING_NOT },
        { "7 my-poweroff.target start waiting\n", HALTING_NOT },
        { "7 systemd-reboot.service start waiting\n", HALTING_NOT },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        CHECK_INT(halting_read(rows[i].jobs), rows[i].want);
}

/* A systemctl of our own, first in the path. */
static enum halting
with_systemctl(const char *script)
{
    char dir[] = "/tmp/notehome-halting-XXXXXX", file[64], path[600], old[512];
    enum halting found;
    FILE *f;

    snprintf(old, sizeof(old), "%s", getenv("PATH"));
    CHECK(mkdtemp(dir) != NULL);
    snprintf(file, sizeof(file), "%s/systemctl", dir);
    f = fopen(file, "w");
    CHECK(f != NULL);
    fprintf(f, "#!/bin/sh\n%s\n", script);
    fclose(f);
    CHECK(chmod(file, 0755) == 0);
    snprintf(path, sizeof(path), "%s:%s", dir, old);
    setenv("PATH", path, 1);
    found = halting_now();
    setenv("PATH", old, 1);
    unlink(file);
    rmdir(dir);
    return found;
}

TEST(systemd_is_asked_and_not_waited_for)
{
    int64_t began;

    CHECK_INT(with_systemctl("test \"$1 $2\" = 'list-jobs --no-legend'"
        " && echo '950 poweroff.target start waiting'"), HALTING_OFF);
    CHECK_INT(with_systemctl("echo '950 reboot.target start waiting'"),
        HALTING_RESTART);
    CHECK_INT(with_systemctl("exit 1"), HALTING_NOT);
    clock_fake(0);
    began = clock_mono();
    CHECK_INT(with_systemctl("exec sleep 30"), HALTING_NOT);
    CHECK(clock_mono() - began < 10 * SECOND);
}
