/// zlib as Swift can call it.
#include <zlib.h>
