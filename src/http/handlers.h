/* handlers: what answers each route. Each fills exchange->reply, or exchange->problem and returns why. */
#ifndef LAWMAP_HTTP_HANDLERS_H
#define LAWMAP_HTTP_HANDLERS_H

#include "http/protocol/exchange.h"

enum lawmap_status get_about_page(struct exchange *exchange);
enum lawmap_status get_api_page(struct exchange *exchange);
enum lawmap_status get_asset(struct exchange *exchange);
enum lawmap_status get_changes(struct exchange *exchange);
enum lawmap_status get_classes_css(struct exchange *exchange);
enum lawmap_status get_codebook(struct exchange *exchange);
enum lawmap_status get_codes(struct exchange *exchange);
enum lawmap_status get_country_page(struct exchange *exchange);
enum lawmap_status get_embed_page(struct exchange *exchange);
enum lawmap_status get_figure_pdf(struct exchange *exchange);
enum lawmap_status get_figure_png(struct exchange *exchange);
enum lawmap_status get_figure_svg(struct exchange *exchange);
enum lawmap_status get_grid(struct exchange *exchange);
enum lawmap_status get_health(struct exchange *exchange);
enum lawmap_status get_history(struct exchange *exchange);
enum lawmap_status get_jurisdiction(struct exchange *exchange);
enum lawmap_status get_jurisdictions(struct exchange *exchange);
enum lawmap_status get_labels(struct exchange *exchange);
enum lawmap_status get_layers(struct exchange *exchange);
enum lawmap_status get_legend(struct exchange *exchange);
enum lawmap_status get_legend_png(struct exchange *exchange);
enum lawmap_status get_legend_svg(struct exchange *exchange);
enum lawmap_status get_locate(struct exchange *exchange);
enum lawmap_status get_metrics(struct exchange *exchange);
enum lawmap_status get_map_page(struct exchange *exchange);
enum lawmap_status get_names(struct exchange *exchange);
enum lawmap_status get_openapi(struct exchange *exchange);
enum lawmap_status get_outline(struct exchange *exchange);
enum lawmap_status get_periods(struct exchange *exchange);
enum lawmap_status get_ready(struct exchange *exchange);
enum lawmap_status get_robots(struct exchange *exchange);
enum lawmap_status get_security(struct exchange *exchange);
enum lawmap_status get_sitemap(struct exchange *exchange);
enum lawmap_status get_status(struct exchange *exchange);
enum lawmap_status get_summary(struct exchange *exchange);
enum lawmap_status get_table_page(struct exchange *exchange);
enum lawmap_status get_tile(struct exchange *exchange);
enum lawmap_status get_tilejson(struct exchange *exchange);
enum lawmap_status get_wmts(struct exchange *exchange);

#endif
