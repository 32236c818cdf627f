#ifndef MAIN_NEAR_H
#define MAIN_NEAR_H
/* Where other machines of the same network find this one. */
/* Says one line for each address of this machine's interfaces under which others reach a server that listens on all of them, with
 * `path` behind it ("" for none); nothing for one that listens on a single address. */
struct cli;
void near_say(struct cli *c, const char *address, unsigned port, const char *path);

#endif
