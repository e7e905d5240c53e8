#!/bin/bash
# The two roles and the database, from the same file as ./portal. The PostgreSQL image runs it once, on an empty data
# folder; run again in the container it changes nothing but the two passwords (rotation: docs/deployment.md).
# The image's own superuser serves this and backups only.
# Without `exec`: where the executable bit is lost on the way, the image sources this file instead of running it.
set -eu

read_role_secret() {
    if [ ! -s "/run/secrets/$1" ] || [ ! -r "/run/secrets/$1" ]; then
        echo "portal: /run/secrets/$1 is missing, empty, or not readable by user $(id -u)" >&2
        exit 78
    fi
    tr -d '\r\n' < "/run/secrets/$1"
}

IGA_OWNER_PASSWORD=$(read_role_secret iga_owner_password)
IGA_APP_PASSWORD=$(read_role_secret iga_app_password)
export IGA_OWNER_PASSWORD IGA_APP_PASSWORD
psql --username "${POSTGRES_USER:-postgres}" --dbname postgres --no-psqlrc --set dbname=iga --file /portal/roles.sql
