#!/bin/sh
# What a container (or a unit of systemd) of the portal does:
#   web | worker | beat | migrate | check [healthz|readyz] | manage COMMAND ...
# Secrets are files named by NAME_FILE. This builds the addresses that the settings read, so that a password stands in
# one place only and never in the description of a container.
set -eu
cd "$(dirname "$0")/../.."

fail() { # fail STATUS MESSAGE
    echo "portal: $2" >&2
    exit "$1"
}

# read_secret NAME: the content of the file that NAME_FILE names, in $value. Not through $(...): the exit has to end
# the script and not a subshell, or a service would start with an empty password.
read_secret() {
    eval "file=\${$1_FILE:-}"
    [ -n "$file" ] || fail 78 "$1_FILE is not set; it names the file with the secret"
    [ -r "$file" ] || fail 78 "$1_FILE: $file is missing, or user $(id -u) may not read it"
    value=$(tr -d '\r\n' < "$file")
    [ -n "$value" ] || fail 78 "$1_FILE: $file is empty"
}

# quote: $value, percent-encoded for the password of an address.
quote() {
    value=$(printf '%s' "$value" | python -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.stdin.read(), safe=""))')
}

database_address() { # database_address ROLE SECRET, in $value
    read_secret "$2"
    quote
    value="postgres://$1:$value@${DATABASE_HOST:-db}:${DATABASE_PORT:-5432}/${DATABASE_NAME:-iga}"
}

# What a person may leave out: mail that is only logged, no sign-in through an issuer.
optional_secret() {
    eval "named=\${$1_FILE:-}"
    if [ -n "$named" ]; then
        read_secret "$1"
        export "$1=$value"
        unset "$1_FILE"
    fi
}

prepare() {
    if [ -z "${DATABASE_URL:-}" ]; then
        database_address iga_app IGA_APP_PASSWORD
        DATABASE_URL=$value
    fi
    if [ -z "${REDIS_URL:-}" ]; then
        read_secret BROKER_PASSWORD
        quote
        REDIS_URL="redis://:$value@${BROKER_HOST:-broker}:${BROKER_PORT:-6379}/0"
    fi
    if [ -z "${SECRET_KEY:-}" ]; then
        read_secret SECRET_KEY
        SECRET_KEY=$value
    fi
    export DATABASE_URL REDIS_URL SECRET_KEY
    unset SECRET_KEY_FILE IGA_APP_PASSWORD_FILE BROKER_PASSWORD_FILE
    optional_secret EMAIL_URL
    optional_secret OPENID_CONNECT_APPS
}

owner() { # the owner's address exists only where the tables are migrated
    if [ -z "${DATABASE_OWNER_URL:-}" ]; then
        database_address iga_owner IGA_OWNER_PASSWORD
        DATABASE_OWNER_URL=$value
    fi
    export DATABASE_OWNER_URL
    unset IGA_OWNER_PASSWORD_FILE
}

# Loads everything once and asks for the role of the database. Web server and worker would otherwise start their
# processes again and again, or (celery only logs what fails as a worker begins) go on with a role that sees all regions.
rehearse() {
    python -c 'import iga_portal.wsgi' || fail 70 "$command does not start; the reason stands above"
}

command=${1:-web}
[ $# -eq 0 ] || shift
case $command in
    web)
        prepare
        # Uploads wait here until they are checked; what a killed process left behind goes after a day.
        if [ -n "${TMPDIR:-}" ]; then
            mkdir -p "$TMPDIR"
            find "$TMPDIR" -mindepth 1 -mmin +1440 \( -type f -name '*.upload*' -o -type d -empty \) -delete
        fi
        rehearse
        exec granian --interface wsgi --host "${BIND:-0.0.0.0}" --port "${PORT:-8000}" \
            --workers "${WEB_WORKERS:-2}" --blocking-threads "${WEB_THREADS:-8}" \
            --respawn-failed-workers --workers-kill-timeout 20 iga_portal.wsgi:application
        ;;
    worker)
        prepare
        rehearse
        exec python -m celery -A iga_portal worker --concurrency "${WORKERS:-2}" --loglevel INFO \
            --without-gossip --without-mingle
        ;;
    beat)
        prepare
        # Every due time is a column and a sweep, so nothing is lost with this file.
        exec python -m celery -A iga_portal beat --loglevel WARNING --pidfile '' --schedule /tmp/portal-beat
        ;;
    migrate)
        prepare
        owner
        python manage.py collectstatic --noinput --verbosity 0
        # For the proxy, which runs as somebody else: the portal writes files for its own eyes only.
        chmod -R a+rX "${STATIC_ROOT:-${PORTAL_DATA_DIR:-.portal}/static}"
        PORTAL_DB_ROLE=owner python manage.py migrate --noinput
        PORTAL_DB_ROLE=owner python manage.py load_reference --no-demo
        # With the role of the application, the way the others will start: they wait for this to succeed.
        unset DATABASE_OWNER_URL
        exec python manage.py check --deploy --database default
        ;;
    check)
        exec python -c '
import http.client, os, sys

name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip("*.") or "localhost"
connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
try:
    # The name people type: the portal answers to no other.
    connection.request("GET", "/" + sys.argv[1], headers={"Host": name})
    answer = connection.getresponse()
    print(answer.status, answer.read(2000).decode(errors="replace"))
except OSError as error:
    sys.exit("no answer: %s" % error)
sys.exit(answer.status != 200)
' "${1:-healthz}"
        ;;
    manage)
        prepare
        exec python manage.py "$@"
        ;;
    *)
        fail 64 "unknown command '$command'; one of web, worker, beat, migrate, check, manage"
        ;;
esac
