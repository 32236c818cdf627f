#ifndef APP_DOOR_PASSWORDS_H
#define APP_DOOR_PASSWORDS_H
#include "base/sv.h"

/* One of the hundred most used passwords of eight or more characters, in either case. */
bool password_common(struct sv password);

#endif
