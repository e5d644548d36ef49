#pragma once

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with its command line: options, corpus folders, or single files to try.
///
/// `try_input` gets one input after another and returns 0; it stops the process where an input breaks what must hold.
int LLVMFuzzerRunDriver(int *argument_count, char ***arguments, int (*try_input)(const uint8_t *bytes, size_t count));
