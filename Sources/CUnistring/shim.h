/* First, because libunistring's headers rename the integer types while they include it, and a
   module must declare what Glibc's module declares. */
#include <stdlib.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

/* The normalisation forms are structs of an incomplete type, which Swift cannot name. */
static inline uninorm_t unicode_form_nfc(void) { return UNINORM_NFC; }
static inline uninorm_t unicode_form_nfkc(void) { return UNINORM_NFKC; }
static inline uninorm_t unicode_form_nfkd(void) { return UNINORM_NFKD; }
