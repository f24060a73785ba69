#!/bin/sh
# Fills in what is known only at launch and becomes nginx.
set -eu
port=${PORT:-8080}
case $port in '' | *[!0-9]*) echo "PORT=$port is not a number." >&2; exit 1 ;; esac
index=${CF_INSTANCE_INDEX:-${INSTANCE_INDEX:-0}}
case $index in '' | *[!0-9]*) index=0 ;; esac
tmp=$(mktemp -d "${TMPDIR:-/tmp}/nginx.XXXXXX")
access=off
if [ -w /dev/stdout ]; then access=/dev/stdout; fi
sed -e "s|@PORT@|$port|; s|@INDEX@|$index|g; s|@ACCESS@|$access|; s|@TMP@|$tmp|g" '@CONF@' >"$tmp/nginx.conf"
exec nginx -e stderr -p "$tmp" -c "$tmp/nginx.conf" -g 'daemon off;'
