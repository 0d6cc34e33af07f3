/* Ctrl-C.
 *
 * SPDX-License-Identifier: MIT */
#include "command/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t signal_that_came; /* a process has one set of signal handlers */

static void note(int number)
{
    signal_that_came = number;
    signal(number, SIG_DFL);
}

void interrupt_catch(void)
{
    static const int NUMBERS[] = {SIGINT, SIGTERM};

    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        struct sigaction before, action = {.sa_handler = note, .sa_flags = SA_RESTART};

        sigemptyset(&action.sa_mask);
        if (sigaction(NUMBERS[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(NUMBERS[i], &action, NULL);
    }
}

bool interrupt_came(void)
{
    return signal_that_came != 0;
}

void interrupt_end(void)
{
    int number = signal_that_came;

    if (number == 0)
        return;
    raise(number);
}
