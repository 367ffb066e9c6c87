#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

/* Written by handlers of signals, which have nothing else to reach. */
static volatile sig_atomic_t signal_caught;

static void catch_signal(int number)
{
    signal_caught = number;
}

void interrupt_catch(void)
{
    const struct sigaction action = {.sa_handler = catch_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGXFSZ, SIG_IGN);
}

bool interrupted(void)
{
    return signal_caught != 0;
}

void interrupt_pass_on(void)
{
    if (signal_caught == 0)
        return;
    signal(signal_caught, SIG_DFL);
    raise(signal_caught);
}
