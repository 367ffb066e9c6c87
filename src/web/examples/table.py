#!/usr/bin/env python3
"""How the laws of the world's countries have changed: how many were of each framework, every five years."""
import csv
import urllib.request

URL = 'http://127.0.0.1:8080/api/v1/summary.csv?layer=framework&since=2000'

with urllib.request.urlopen(URL) as answer:
    print('data version', answer.headers['Lawmap-Dataset'])  # for your paper
    rows = list(csv.DictReader(line.decode('utf-8') for line in answer))

years = sorted({row['date'][:4] for row in rows})
years = [year for year in years if int(year) % 5 == 0 or year == years[-1]]
print(f'{"framework":42}', *years)
for label in dict.fromkeys(row['label'] for row in rows):
    counts = {row['date'][:4]: int(row['count']) for row in rows if row['label'] == label}
    print(f'{label:42}', *(f'{counts[year]:4}' for year in years))
