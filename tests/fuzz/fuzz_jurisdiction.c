/* The record of one jurisdiction, in a dataset that is otherwise right. */
#include "fuzz.h"

#include <lawmap/law.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct law *law = NULL;
    struct fault_list faults = {0}, warnings = {0};
    struct lawmap_error error = {0};
    fuzz_write_dataset();
    fuzz_write("jurisdictions/XA.json", data, size);
    enum lawmap_status status = law_check(fuzz_folder(), &law, &faults, &warnings, &error);
    fuzz_require((status == LAWMAP_OK) == (law != NULL), "a law is there if and only if it was loaded");
    fuzz_require((status == LAWMAP_BAD_DATA) == (faults.count > 0),
                 "what is refused has faults, and nothing else");
    for (size_t i = 0; i < faults.count; i++)
        fuzz_require(faults.items[i].line >= 0 && faults.items[i].message != NULL,
                     "a fault has a place and a text");
    fault_list_free(&faults);
    fault_list_free(&warnings);
    law_free(law);
    return 0;
}
