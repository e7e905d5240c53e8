#!/bin/sh
# Makes the secret files that docker-compose.yml reads; those that exist are left alone.
#   sh iga_portal/deploy/make-secrets.sh [FOLDER]
# The folder is closed to everybody else on this computer (0700). The files inside are readable (0444), because compose
# hands them on with the owner and mode they have here, and each container reads its own under a user of its own.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder"
chmod 0700 "$folder"

keep_or_make() { # keep_or_make NAME: the content comes on standard input
    if [ -s "$folder/$1" ]; then
        echo "kept    $folder/$1"
    else
        # Written beside and renamed: an interrupted run leaves no half of a secret.
        cat > "$folder/$1.new"
        chmod 0444 "$folder/$1.new"
        mv "$folder/$1.new" "$folder/$1"
        echo "made    $folder/$1"
    fi
}

random() { # 64 letters and digits, 380 bits
    LC_ALL=C tr -dc 'A-Za-z0-9' < /dev/urandom | head -c 64
}

for name in postgres_password iga_owner_password iga_app_password broker_password secret_key; do
    random | keep_or_make "$name"
done
# Until a mail server is named here, letters are only written to the log of the web server.
printf 'consolemail://' | keep_or_make email_url
printf '[]' | keep_or_make openid_connect_apps
for name in tls.crt tls.key; do
    if [ -s "$folder/$name" ]; then
        chmod 0444 "$folder/$name"
    else
        echo "missing $folder/$name: put the certificate (with its chain) and its key there, then run this again"
    fi
done
