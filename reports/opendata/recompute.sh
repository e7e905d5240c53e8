PORTAL=${PORTAL:-https://portal.example.go.id} NUMBER=${NUMBER:-1}
for file in regions.csv facts.ndjson instrument.json; do curl -fsS --compressed -O "$PORTAL/data/$NUMBER/$file"; done
./portal score --no-trace --instrument instrument.json --lines facts.ndjson > results.ndjson
python3 - <<'END'
import csv, json
published = {row["code"]: row["index"] for row in csv.DictReader(open("regions.csv", encoding="utf-8")) if row["index"]}
computed = {line["region"]["code"]: line["index"] for line in map(json.loads, open("results.ndjson", encoding="utf-8"))}
assert computed == published, sorted(computed.items() ^ published.items())
print(len(computed), "indices worked out again, all as published")
END
