import json
import os
import tempfile

import service
from osgeo import gdal
from service import ServerTest

gdal.UseExceptions()
GEOJSON = '/api/v1/jurisdictions.geojson'


def twice_signed_area(ring):
    x, y = ring[0][:2]
    return sum((a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y) for a, b in zip(ring, ring[1:]))


def polygons(feature):
    return feature['geometry']['coordinates']


class GeojsonTest(ServerTest):
    def opened(self, query):
        """The layer as GDAL reads it from a file, and what keeps it open."""
        with tempfile.NamedTemporaryFile(suffix='.geojson', delete=False) as file:
            file.write(self.get(GEOJSON + query).body)
        self.addCleanup(os.unlink, file.name)
        dataset = gdal.OpenEx(file.name, gdal.OF_VECTOR)
        return dataset.GetLayer(0), dataset

    def test_gdal_reads_every_country(self):
        """GDAL reads 250 valid countries at high detail, which together have the area of the shapefile"""
        layer, _dataset = self.opened('?detail=high')
        self.assertEqual(layer.GetFeatureCount(), 250)
        area = 0
        for feature in layer:
            geometry = feature.GetGeometryRef()
            self.assertTrue(geometry.IsValid(), feature['code'])
            area += geometry.Area()
        source = gdal.OpenEx(str(service.SOURCE / 'shapefiles/jurisdictions.shp'))
        self.assertAlmostEqual(area, sum(leaf.GetGeometryRef().Area() for leaf in source.GetLayer(0)), 3)

    def test_outlines_are_valid_at_every_detail(self):
        """GDAL finds every country and subdivision valid at every detail, and less of it at a lower one"""
        sizes = []
        for detail in ('low', 'medium', 'high'):
            layer, dataset = self.opened(f'?level=all&detail={detail}')
            self.assertGreater(layer.GetFeatureCount(), 250)
            invalid = [one['code'] for one in layer
                       if one.GetGeometryRef() is not None and not one.GetGeometryRef().IsValid()]
            self.assertEqual(invalid, [], detail)
            sizes.append(os.path.getsize(dataset.GetDescription()))
        self.assertLess(3 * sizes[0], sizes[2])

    def test_properties_are_the_list(self):
        """properties are what the list says, in every filter and language"""
        for query in ('?detail=low&lang=fr&date=2010-01-01', '?detail=low&region=africa&selling=criminalised',
                      '?detail=low&level=all&zoning=yes'):
            features = self.get_json(GEOJSON + query)['features']
            listed = self.get_json('/api/v1/jurisdictions' + query)['jurisdictions']
            self.assertEqual([one['id'] for one in features], [one['code'] for one in listed])
            for feature, one in zip(features, listed):
                found = feature['properties']
                for name in ('code', 'alpha3', 'name', 'parent', 'region', 'since', 'framework'):
                    self.assertEqual(found[name], one[name])
                self.assertEqual({act: found[act] for act in one['acts']},
                                 {act: one['acts'][act]['status'] for act in one['acts']})
                self.assertEqual({name: found[name] for name in one['measures']}, one['measures'])

    def test_outline_of_one(self):
        """one jurisdiction's outline is its feature in the list"""
        for query in ('?detail=low&lang=es&date=2012-03-04', '?detail=medium'):
            listed = {one['id']: one for one in self.get_json(GEOJSON + query + '&level=all')['features']}
            for code, address in (('AU', 'AU'), ('FJ', 'fji'), ('US-NV', 'us-nv'), ('VA', 'VA')):
                answer = self.get(f'/api/v1/jurisdictions/{address}.geojson{query}')
                outline = answer.json()
                self.assertEqual(answer.fields['content-type'], 'application/geo+json')
                self.assertEqual(outline.pop('dataset')['version'], answer.fields['lawmap-dataset'])
                self.assertEqual(outline, listed[code])
        unknown = self.get('/api/v1/jurisdictions/AUZ.geojson')
        self.assertEqual(unknown.status, 404)
        self.assertIn('AU', [one['code'] for one in unknown.json()['near']])
        self.assertEqual(self.get('/api/v1/jurisdictions/AU.geojson?detail=x').status, 400)

    def test_rings(self):
        """rings are closed, outer ones anticlockwise and holes clockwise; nothing crosses the antimeridian"""
        for detail in ('low', 'medium', 'high'):
            for feature in self.get_json(f'{GEOJSON}?detail={detail}')['features']:
                with self.subTest(detail=detail, code=feature['id']):
                    for polygon in polygons(feature):
                        for n, ring in enumerate(polygon):
                            self.assertGreaterEqual(len(ring), 4)
                            self.assertEqual(ring[0], ring[-1])
                            self.assertEqual(twice_signed_area(ring) < 0, n > 0)
                            self.assertTrue(all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring))
                            if feature['id'] != 'AQ':
                                self.assertTrue(all(abs(a[0] - b[0]) < 180 for a, b in zip(ring, ring[1:])))

    def test_countries_are_whole(self):
        """a country is joined from its subdivisions: no line is left between them; holes stay"""
        countries = {one['id']: one for one in self.get_json(f'{GEOJSON}?detail=high')['features']}
        parts = self.get_json(f'{GEOJSON}?detail=high&level=subdivision')['features']
        united = [one for one in parts if one['properties']['parent'] == 'US']
        self.assertEqual(len(united), 51)
        points = sum(len(ring) for polygon in polygons(countries['US']) for ring in polygon)
        self.assertLess(points, sum(len(ring) for one in united for polygon in polygons(one) for ring in polygon))
        self.assertTrue(any(len(polygon) > 1 for polygon in polygons(countries['ZA'])))  # Lesotho

    def test_boxes(self):
        """each feature's box is that of its record"""
        features = {one['id']: one for one in self.get_json(f'{GEOJSON}?detail=low')['features']}
        for code in ('NZ', 'RU', 'LS', 'FJ', 'VA', 'AQ'):
            expected = self.get_json(f'/api/v1/jurisdictions/{code}')['bbox']
            for found, bound in zip(features[code]['bbox'], expected, strict=True):
                self.assertAlmostEqual(found, bound, 5)

    def test_detail(self):
        """less detail is fewer points, and every country still has an outline"""
        sizes = [len(self.get(f'{GEOJSON}?detail={detail}').body) for detail in ('low', 'medium', 'high')]
        self.assertEqual(sizes, sorted(sizes))
        self.assertLess(sizes[0] * 4, sizes[2])
        self.assertEqual(self.get(GEOJSON).body, self.get(f'{GEOJSON}?detail=medium').body)
        self.assertEqual(json.loads(self.get('/api/v1/jurisdictions', '--header',
                                             'Accept: application/geo+json').body)['type'], 'FeatureCollection')
