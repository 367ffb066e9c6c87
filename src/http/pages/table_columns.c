#include "table_columns.h"

const struct layer *table_layer(const struct law *law, size_t index)
{
    for (size_t i = 0; i < law_layer_count(law); i++)
        if (law_layer(law, i)->kind != LAYER_MEASURE && index-- == 0)
            return law_layer(law, i);
    return NULL;
}

size_t table_layer_count(const struct law *law)
{
    size_t count = 0;
    while (table_layer(law, count) != NULL)
        count++;
    return count;
}

size_t table_column_count(const struct law *law)
{
    return COLUMN_LAYERS + table_layer_count(law) + 1;
}

const char *table_column_id(const struct law *law, size_t column)
{
    if (column == COLUMN_NAME)
        return "name";
    if (column == COLUMN_REGION)
        return "region";
    const struct layer *layer = table_layer(law, column - COLUMN_LAYERS);
    return layer == NULL ? "since" : layer->id;
}
