/* allocations: makes chosen calls of malloc() and its like fail. The linker leads the library's calls here
 * (--wrap); those of other libraries are not reached, but by hooks of their own. Any thread may allocate
 * meanwhile. */
#ifndef LAWMAP_TESTS_ALLOCATIONS_H
#define LAWMAP_TESTS_ALLOCATIONS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum allocations_refused { REFUSE_ONE, REFUSE_ALL };

/* Counts from now on, and refuses call `number` (from 0), or that and all after it. */
void allocations_begin(long number, enum allocations_refused which);
/* Refuses nothing any more. Returns whether anything was. */
bool allocations_end(void);
/* How many calls there were from begin to end. */
long allocations_counted(void);

/* The number to try after `number`, when `count` were counted in a run without failure: each of the first and
 * of the last `dense`, between them about `between`, and past the end one by one. */
long allocations_next(long number, long count, long dense, long between);

/* Never refused. */
void *allocations_spare(size_t size);

#endif
