// The fuzzer's own library has the function; a target needs a source file.
#include "CLibFuzzer.h"
