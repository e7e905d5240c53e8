#!/bin/sh
# Writes a backup of a portal that runs with docker-compose.yml: the database and the uploaded files.
#   sh iga_portal/deploy/backup.sh FOLDER      into FOLDER/<time in UTC>/, which appears when it is complete
# The portal may go on working meanwhile. Secrets are not in it: keep a copy of ./secrets elsewhere.
set -eu
if [ $# -ne 1 ]; then
    echo "usage: $0 FOLDER" >&2
    exit 64
fi
compose=${COMPOSE:-docker compose}
umask 077
complete=$1/$(date -u +%Y%m%dT%H%M%SZ)
draft=$complete.unfinished
mkdir -p "$draft"
trap 'rm -rf "$draft"' EXIT

# As the owner, whom row-level security lets pass; the application's role would be refused.
$compose exec -T db pg_dump --username iga_owner --format custom iga > "$draft/iga.dump"
# The list of contents is only readable when the dump is whole.
$compose exec -T db pg_restore --list < "$draft/iga.dump" > /dev/null
# After the database: files are only ever added, so every file that a row of the dump names is here.
$compose run --rm --no-deps -T --entrypoint tar web -C /data -c files > "$draft/files.tar"
tar -tf "$draft/files.tar" > /dev/null
(cd "$draft" && sha256sum iga.dump files.tar > SHA256SUMS)
mv "$draft" "$complete"
trap - EXIT
echo "$complete"
