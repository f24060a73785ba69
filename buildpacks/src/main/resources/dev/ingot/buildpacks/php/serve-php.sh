#!/bin/sh
# Fills in what is known only at launch and runs php-fpm and nginx; ends when one of them ends.
set -eu
port=${PORT:-8080}
case $port in '' | *[!0-9]*) echo "PORT=$port is not a number." >&2; exit 1 ;; esac
tmp=$(mktemp -d "${TMPDIR:-/tmp}/php.XXXXXX")
access=off
if [ -w /dev/stdout ]; then access=/dev/stdout; fi
# A request of PHP takes about 32 MB; what is left is nginx's.
children=${BPL_PHP_WORKERS:-}
if [ -z "$children" ]; then
  megabytes=$(printf '%s' "${MEMORY_LIMIT:-512M}" | sed -n 's/^\([0-9]*\)[mM][bB]*$/\1/p; s/^\([0-9]*\)[gG][bB]*$/\1000/p')
  children=$((${megabytes:-512} / 32))
fi
case $children in '' | *[!0-9]*) echo "BPL_PHP_WORKERS=$children is not a number." >&2; exit 1 ;; esac
[ "$children" -ge 2 ] || children=2
[ "$children" -le 64 ] || children=64
sed -e "s|@TMP@|$tmp|g; s|@CHILDREN@|$children|" '@POOLS@' >"$tmp/php-fpm.conf"
sed -e "s|@PORT@|$port|; s|@ACCESS@|$access|; s|@TMP@|$tmp|g" '@CONF@' >"$tmp/nginx.conf"
php-fpm --fpm-config "$tmp/php-fpm.conf" --nodaemonize --force-stderr &
fpm=$!
while [ ! -S "$tmp/php.sock" ] && kill -0 "$fpm" 2>/dev/null; do sleep 0.05; done
nginx -e stderr -p "$tmp" -c "$tmp/nginx.conf" -g 'daemon off;' &
web=$!
stop() {
  trap - TERM INT
  kill -QUIT "$web" 2>/dev/null || true
  wait "$web" || true
  kill -QUIT "$fpm" 2>/dev/null || true
  wait "$fpm" || true
  rm -rf "$tmp"
  exit 0
}
trap stop TERM INT
while kill -0 "$fpm" 2>/dev/null && kill -0 "$web" 2>/dev/null; do
  sleep 1 &
  wait $! || true
done
echo "php-fpm or nginx ended; the instance stops." >&2
kill "$web" "$fpm" 2>/dev/null || true
exit 1
