/* A table of the data, as a spreadsheet may hand it back. */
#include "fuzz.h"

#include <lawmap/csv.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record_edits edits = {0};
    struct law *after = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    fuzz_write_dataset();
    enum lawmap_status status =
        law_csv_import(fuzz_folder(), "table.csv", data, size, &edits, &after, &faults, &error);
    fuzz_require((status == LAWMAP_OK) == (after != NULL),
                 "a law is there if and only if the table was taken");
    fuzz_require((status == LAWMAP_BAD_DATA) == (faults.count > 0),
                 "what is refused has faults, and nothing else");
    fuzz_require(status == LAWMAP_OK || edits.count == 0, "a refused table changes nothing");
    record_edits_free(&edits);
    fault_list_free(&faults);
    law_free(after);
    return 0;
}
