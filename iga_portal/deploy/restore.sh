#!/bin/sh
# Puts a backup of backup.sh back. WHAT THE DATABASE HOLDS NOW IS LOST.
#   sh iga_portal/deploy/restore.sh FOLDER/<time> --replace
# The secrets may be other ones than at the time of the backup. Files that are there already stay.
set -eu
if [ $# -ne 2 ] || [ "$2" != --replace ]; then
    echo "usage: $0 FOLDER/TIME --replace" >&2
    exit 64
fi
compose=${COMPOSE:-docker compose}
folder=$1
(cd "$folder" && sha256sum --check --quiet SHA256SUMS)

$compose up --detach --wait db broker
$compose stop proxy web worker beat
superuser() { $compose exec -T db psql --username postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 --command "$1"; }
superuser 'DROP DATABASE IF EXISTS iga WITH (FORCE)'
# A bare database: in one prepared by roles.sql the default rights would come on top of the rights of the dump, and the
# application could then change its own audit history.
superuser 'CREATE DATABASE iga OWNER iga_owner'
$compose exec -T db pg_restore --username iga_owner --dbname iga --exit-on-error < "$folder/iga.dump"
$compose exec -T db bash /docker-entrypoint-initdb.d/10-roles.sh
# What was cached or queued belongs to the rows that are gone.
# shellcheck disable=SC2016
$compose exec -T broker sh -c 'REDISCLI_AUTH=$(cat /run/secrets/broker_password) valkey-cli flushall' > /dev/null
$compose run --rm --no-deps -T --entrypoint tar web -C /data -x < "$folder/files.tar"
$compose up --detach
echo "restored from $folder"
