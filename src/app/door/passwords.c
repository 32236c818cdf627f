#include "app/door/passwords.h"

/* What is tried first, here and elsewhere: shorter ones are refused by their length. */
static const char *const common[] = {
	"00000000", "0123456789", "0987654321", "110110110", "11111111", "111111111", "1111111111", "111222333", "11223344", "112233445566",
	"12121212", "12312312", "123123123", "123321123", "12341234", "123454321", "12345678", "123456789", "1234567890", "123456789a",
	"123456789q", "12345678910", "123456aa", "123456abc", "123456qq", "1234abcd", "1234qwer", "12344321", "123698745", "123qweasd",
	"13145200", "1314520520", "13141314", "147258369", "1472583690", "147852369", "159357456", "1q2w3e4r", "1q2w3e4r5t", "1qaz1qaz",
	"1qaz2wsx", "1qaz2wsx3edc", "1qazxsw2", "20082008", "22222222", "222222222", "31415926", "33333333", "52013140", "520131400",
	"5201314520", "520520520", "55555555", "5555555555", "66666666", "666666666", "741852963", "77777777", "777777777", "7758521521",
	"87654321", "88888888", "888888888", "8888888888", "963852741", "987654321", "9876543210", "99999999", "999999999", "a1234567",
	"a12345678", "a123456789", "aa123456", "aa123456789", "aaaaaaaa", "abc12345", "abc123456", "abcd1234", "abcdefgh", "admin123",
	"admin888", "administrator", "asd123456", "asdfasdf", "asdfghjkl", "changeme", "iloveyou", "password", "password1", "p@ssw0rd",
	"q1w2e3r4", "qazwsxedc", "qq123456", "qq123456789", "qwer1234", "qwertyuiop", "woaini123", "woaini1314", "woaini520", "zxcvbnm123",
};
_Static_assert(sizeof(common) / sizeof(*common) == 100, "one hundred");

bool password_common(struct sv password)
{
	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++) {
		size_t n = strlen(common[i]), k = 0;
		while (n == password.n && k < n && (password.p[k] >= 'A' && password.p[k] <= 'Z' ? password.p[k] + 32 : password.p[k]) == common[i][k])
			k++;
		if (n == password.n && k == n)
			return true;
	}
	return false;
}
