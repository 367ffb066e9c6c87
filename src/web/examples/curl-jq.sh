#!/bin/sh
# In how many countries of each region was selling sex criminalised on a day? A table.
set -eu

curl --silent --show-error --fail 'http://127.0.0.1:8080/api/v1/jurisdictions?date=2015-01-01&fields=region,selling' |
    jq --raw-output '
        ["region", "criminalised", "countries"],
        (.jurisdictions | group_by(.region)[] |
            [.[0].region, (map(select(.acts.selling.status == "criminalised")) | length), length]) |
        @tsv'
