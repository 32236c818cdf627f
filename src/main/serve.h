#ifndef MAIN_SERVE_H
#define MAIN_SERVE_H
#include "jobs/backup.h"
#include "main/cli.h"

/* Serves the open store of `c` on address:port until a signal; prints the address and, when nobody can sign
 * in yet, a one-time set-up link. */
NODISCARD enum rc serve(struct cli *c, const char *address, uint16_t port, bool demo);

/* Where the owner listens for commands of the same folder: one JSON request a line, one answer a line. */
struct socket_door;
NODISCARD enum rc socket_start(struct ctx *cx, struct store *s, void (*after)(void *), void *arg, struct socket_door **ret);
void socket_stop(struct socket_door *d);
bool socket_there(const char *dir); /* somebody listens */
/* Sends acts to the owner of `dir`, which commits all or none; RC_NOT_FOUND when nobody listens there. */
NODISCARD enum rc socket_acts(struct ctx *cx, const char *dir, const struct act_request *rq, size_t n, struct act_answer *ret,
			      size_t *ret_failed);
/* What only the owner of `dir` can do, done there: an erasure, a password, a checkpoint. */
NODISCARD enum rc socket_erase(struct ctx *cx, const char *dir, const struct act_request *rq, struct act_answer *ret);
NODISCARD enum rc socket_password(struct ctx *cx, const char *dir, int64_t post, struct sv password);
NODISCARD enum rc socket_checkpoint(struct ctx *cx, const char *dir, struct sv *ret_note);
/* Lets the owner of `dir` make a backup; RC_NOT_FOUND when nobody listens there. */
NODISCARD enum rc socket_backup(struct ctx *cx, const char *dir, const char *to, struct backup_info *ret);

#endif
