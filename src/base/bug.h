#ifndef BASE_BUG_H
#define BASE_BUG_H
/* A state that cannot be, or memory that cannot be had: say where and abort, in every build. */
_Noreturn void bug(const char *file, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
#define BUG(...) bug(__FILE__, __LINE__, __VA_ARGS__)
#endif
