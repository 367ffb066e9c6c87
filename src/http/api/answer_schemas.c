#include "answer_schemas.h"

#include "http/protocol/parameter_schema.h"
#include "jurisdiction_columns.h"
#include "law_json.h"

/* The ids of the layers of one kind. */
static json_t *layer_ids(const struct law *law, enum layer_kind kind)
{
    json_t *ids = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++)
        if (law_layer(law, i)->kind == kind)
            ids = json_append(ids, json_string(law_layer(law, i)->id));
    return ids;
}

/* All layers of a kind have the same classes. */
static json_t *classes_of(const struct law *law, enum layer_kind kind)
{
    for (size_t i = 0; i < law_layer_count(law); i++)
        if (law_layer(law, i)->kind == kind)
            return schema_of_classes(law_layer(law, i));
    return json_object();
}

/* An object that has exactly these members, each of one component. Takes `names`. */
static json_t *object_of(json_t *names, const char *component)
{
    json_t *properties = json_object(), *name;
    size_t i;
    json_array_foreach(names, i, name)
    {
        properties = json_put(properties, json_string_value(name),
                              json_pack("{s:o}", "$ref", json_sprintf("#/components/schemas/%s", component)));
    }
    return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties, "required", names,
                     "additionalProperties", 0);
}

/* Takes `schema`; the values of its enum. */
static json_t *values_of(json_t *schema)
{
    json_t *values = json_incref(json_object_get(schema, "enum"));
    json_decref(schema);
    return values;
}

static json_t *put_codes(json_t *schemas, const struct law *law)
{
    schemas = json_put(schemas, "Language", schema_of_language(law));
    schemas = json_put(schemas, "LayerId", schema_of_layer(law));
    schemas = json_put(schemas, "RegionId", schema_of_region(law));
    schemas = json_put(schemas, "PaletteId", schema_of_palette(law));
    schemas = json_put(schemas, "DatasetVersion", schema_of_version(law));
    schemas = json_put(schemas, "ActId", json_pack("{s:o}", "enum", layer_ids(law, LAYER_ACT)));
    schemas = json_put(schemas, "FrameworkCode", classes_of(law, LAYER_FRAMEWORK));
    schemas = json_put(schemas, "StatusCode", classes_of(law, LAYER_ACT));
    schemas = json_put(schemas, "MeasureValue", classes_of(law, LAYER_MEASURE));
    return json_put(schemas, "ClassCode",
                    json_pack("{s:s, s:[{s:s}, {s:s}, {s:s}]}", "description", "of one of the layers",
                              "anyOf", "$ref", "#/components/schemas/FrameworkCode", "$ref",
                              "#/components/schemas/StatusCode", "$ref",
                              "#/components/schemas/MeasureValue"));
}

/* A row of the list: of a class where it has one, else text, or a truth. */
static json_t *schema_of_row(const struct law *law)
{
    json_t *properties = json_object();
    for (size_t i = 0; i < column_count(law); i++) {
        const struct layer *layer = column_layer(law, i);
        properties =
            json_put(properties, column_name(law, i),
                     layer != NULL ? schema_of_classes(layer)
                                   : json_pack("{s:[s, s, s]}", "type", "string", "boolean", "null"));
    }
    return json_pack("{s:s, s:o, s:[s], s:b}", "type", "object", "properties", properties, "required", "code",
                     "additionalProperties", 0);
}

/* Takes `schema`, of an object; none of its members need be there. */
static json_t *partly(json_t *schema)
{
    json_object_del(schema, "required");
    return schema;
}

static json_t *put_objects(json_t *schemas, const struct law *law)
{
    schemas = json_put(schemas, "Texts", object_of(values_of(schema_of_language(law)), "Text"));
    schemas = json_put(schemas, "Colours", object_of(values_of(schema_of_palette(law)), "Colour"));
    schemas = json_put(schemas, "Acts", object_of(layer_ids(law, LAYER_ACT), "Status"));
    schemas = json_put(schemas, "ActTransitions", object_of(layer_ids(law, LAYER_ACT), "StatusTransition"));
    schemas = json_put(schemas, "Measures", object_of(layer_ids(law, LAYER_MEASURE), "MeasureValue"));
    schemas = json_put(schemas, "SomeActs", partly(object_of(layer_ids(law, LAYER_ACT), "Status")));
    schemas =
        json_put(schemas, "SomeMeasures", partly(object_of(layer_ids(law, LAYER_MEASURE), "MeasureValue")));
    schemas = json_put(schemas, "FeatureProperties", schema_of_row(law));
    return json_put(schemas, "MeasureLabels", object_of(layer_ids(law, LAYER_MEASURE), "MeasureLabel"));
}

json_t *json_of_answer_schemas(const struct law *law)
{
    json_t *schemas = json_loadb(answer_schemas, answer_schemas_size, 0, NULL);
    return put_objects(put_codes(schemas, law), law);
}
