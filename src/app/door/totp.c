#include "app/door/totp.h"

#include "base/buf.h"
#include "base/hash.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

bool base32_parse(struct sv s, uint8_t *out, size_t max, size_t *ret_n)
{
	uint32_t acc = 0;
	int bits = 0;
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *at = s.p[i] ? strchr(letters, s.p[i]) : NULL;
		if (!at)
			return false;
		acc = acc << 5 | (uint32_t)(at - letters);
		bits += 5;
		if (bits >= 8) {
			if (n == max)
				return false;
			out[n++] = (uint8_t)(acc >> (bits - 8));
			bits -= 8;
		}
	}
	*ret_n = n;
	return true;
}

struct sv base32_text(struct arena *a, struct sv bytes)
{
	struct buf b = buf_new(a, bytes.n * 8 / 5 + 2);
	uint32_t acc = 0;
	int bits = 0;
	for (size_t i = 0; i < bytes.n; i++) {
		acc = acc << 8 | (uint8_t)bytes.p[i];
		for (bits += 8; bits >= 5; bits -= 5)
			buf_putc(&b, letters[acc >> (bits - 5) & 31]);
	}
	if (bits)
		buf_putc(&b, letters[acc << (5 - bits) & 31]);
	return b.n ? buf_sv(&b) : SV("");
}

struct sv totp_secret_new(struct arena *a)
{
	uint8_t b[TOTP_SECRET_LEN * 5 / 8];
	random_bytes(b, sizeof(b));
	return base32_text(a, sv_make((char *)b, sizeof(b)));
}

struct sv totp_address(struct arena *a, struct sv login, struct sv secret)
{
	struct buf b = buf_new(a, login.n * 3 + secret.n + 64);
	buf_puts(&b, "otpauth://totp/Bixue:");
	for (size_t i = 0; i < login.n; i++) {
		char c = login.p[i];
		bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
		if (plain)
			buf_putc(&b, c);
		else
			buf_printf(&b, "%%%02X", (unsigned)(uint8_t)c);
	}
	buf_printf(&b, "?secret=%.*s&issuer=Bixue", SV_ARG(secret));
	return buf_sv(&b);
}

/* RFC 4226 5.3, six digits. */
static void code_at(struct sv key, int64_t step, char text[6])
{
	uint8_t mac[20], counter[8];
	for (int i = 0; i < 8; i++)
		counter[i] = (uint8_t)(step >> (56 - 8 * i));
	hmac_sha1(key, sv_make((char *)counter, 8), mac);
	int o = mac[19] & 15;
	uint32_t v = ((uint32_t)(mac[o] & 0x7F) << 24 | (uint32_t)mac[o + 1] << 16 | (uint32_t)mac[o + 2] << 8 | mac[o + 3]) % 1000000;
	for (int i = 5; i >= 0; i--, v /= 10)
		text[i] = (char)('0' + v % 10);
}

int64_t totp_step(struct sv secret, struct sv code, int64_t now_ms)
{
	uint8_t key[64];
	char text[6];
	size_t n;
	int64_t now = now_ms / TOTP_STEP_MS, found = -1;
	if (!base32_parse(secret, key, sizeof(key), &n) || n < 10 || code.n != 6)
		return -1;
	/* All three are looked at, so that time does not tell which one it was. */
	for (int64_t step = now - 1; step <= now + 1; step++) {
		code_at(sv_make((char *)key, n), step, text);
		if (secret_eq(sv_make(text, 6), code))
			found = step;
	}
	explicit_bzero(key, sizeof(key));
	return found;
}
