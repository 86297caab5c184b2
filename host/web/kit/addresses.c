#include "web/kit/addresses.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { INTERFACES = 16 };

void
addresses_own(void (*fn)(void *user, const char *text), void *user)
{
    struct ifreq r[INTERFACES] = { 0 };
    struct ifconf all = { .ifc_len = sizeof(r), .ifc_req = r };
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    char text[INET_ADDRSTRLEN];

    if (s >= 0 && ioctl(s, SIOCGIFCONF, &all) == 0)
        for (size_t i = 0; i < (size_t)all.ifc_len / sizeof(r[0]); i++) {
            struct sockaddr_in *a = (struct sockaddr_in *)(void *)
                &r[i].ifr_addr;

            if (a->sin_family == AF_INET
                && inet_ntop(AF_INET, &a->sin_addr, text, sizeof(text))
                && strncmp(text, "127.", 4) != 0)
                fn(user, text);
        }
    if (s >= 0)
        close(s);
}
