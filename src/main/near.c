/* A server that listens on all interfaces is found under each of their addresses, and which ones these are nobody in a hall
 * knows by heart. */
#include "main/near.h"

#include "main/cmd.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

/* Others reach it there: the interface is up, and not this machine alone. */
static bool reachable(const struct ifaddrs *i)
{
	return i->ifa_addr && i->ifa_addr->sa_family == AF_INET && (i->ifa_flags & IFF_UP) && !(i->ifa_flags & IFF_LOOPBACK);
}

void near_say(struct cli *c, const char *address, unsigned port, const char *path)
{
	struct ifaddrs *all = NULL;
	if (strcmp(address, "0.0.0.0") != 0 || getifaddrs(&all) != 0)
		return;
	for (const struct ifaddrs *i = all; i; i = i->ifa_next) {
		char host[INET_ADDRSTRLEN];
		struct sockaddr_in in;
		if (!reachable(i))
			continue;
		memcpy(&in, i->ifa_addr, sizeof(in));
		if (inet_ntop(AF_INET, &in.sin_addr, host, sizeof(host)))
			cli_say(c, N_("Phones and other machines of this network open: http://%s:%u%s"), host, port, path);
	}
	freeifaddrs(all);
}
