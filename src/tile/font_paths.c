/* Where fontconfig looks: it reads fonts when text is first set, and looks for changes now and then. */
#include <lawmap/tile.h>

#include <fontconfig/fontconfig.h>

static void give_all(FcStrList *list, void (*take)(void *context, const char *path), void *context)
{
    for (FcChar8 *path; list != NULL && (path = FcStrListNext(list)) != NULL;)
        take(context, (const char *)path);
    if (list != NULL)
        FcStrListDone(list);
}

enum lawmap_status tile_font_paths(void (*take)(void *context, const char *path), void *context,
                                   struct lawmap_error *error)
{
    FcConfig *config = FcConfigReference(NULL);
    if (config == NULL)
        return lawmap_fail(error, LAWMAP_IO, "fontconfig, which finds the fonts, cannot be set up");
    give_all(FcConfigGetFontDirs(config), take, context);
    give_all(FcConfigGetCacheDirs(config), take, context);
    give_all(FcConfigGetConfigFiles(config), take, context);
    FcConfigDestroy(config);
    return LAWMAP_OK;
}
