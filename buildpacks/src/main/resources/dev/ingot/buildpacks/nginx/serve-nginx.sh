#!/bin/sh
# Fills in what is known only at launch and becomes nginx. The app's directory may be read-only, so nginx gets a directory of links in its place.
set -eu
PORT=${PORT:-8080}
case $PORT in '' | *[!0-9]*) echo "PORT=$PORT is not a number." >&2; exit 1 ;; esac
tmp=$(mktemp -d "${TMPDIR:-/tmp}/nginx.XXXXXX")
INGOT_TMP=$tmp
INGOT_ACCESS=off
if [ -w /dev/stdout ]; then INGOT_ACCESS=/dev/stdout; fi
INGOT_NAMESERVERS=$(awk '$1 == "nameserver" { print ($2 ~ /:/ ? "[" $2 "]" : $2) }' /etc/resolv.conf 2>/dev/null | tr '\n' ' ') || INGOT_NAMESERVERS=
export PORT INGOT_TMP INGOT_ACCESS INGOT_NAMESERVERS

# Links to all that lies in a directory.
mirror() {
  mkdir -p "$2"
  for entry in "$1"/* "$1"/.[!.]*; do
    [ ! -e "$entry" ] || ln -s "$entry" "$2/"
  done
}

fill() {
  awk '
    function value(word,   name) {
      if (word == "port") return ENVIRON["PORT"]
      if (word == "tempDir") return ENVIRON["INGOT_TMP"]
      if (word == "accessLog") return ENVIRON["INGOT_ACCESS"]
      if (word == "nameservers") return ENVIRON["INGOT_NAMESERVERS"]
      name = word
      sub(/^env[ \t]+"/, "", name)
      sub(/"$/, "", name)
      return ENVIRON[name]
    }
    {
      line = ""
      rest = $0
      while (match(rest, /[{][{][^}]*[}][}]/)) {
        word = substr(rest, RSTART + 2, RLENGTH - 4)
        gsub(/^[ \t]+|[ \t]+$/, "", word)
        line = line substr(rest, 1, RSTART - 1) value(word)
        rest = substr(rest, RSTART + RLENGTH)
      }
      print line rest
    }' "$1"
}

mirror '@APP@' "$tmp/app"
while read -r number file; do
  # Directories on the way become real ones, so that this file alone is replaced.
  done=
  left=$file
  while [ "$left" != "${left#*/}" ]; do
    done=$done${left%%/*}
    left=${left#*/}
    if [ -L "$tmp/app/$done" ]; then
      rm "$tmp/app/$done"
      mirror "@APP@/$done" "$tmp/app/$done"
    fi
    done=$done/
  done
  rm -f "$tmp/app/$file"
  fill "@SERVER@/$number" >"$tmp/app/$file"
done <'@SERVER@/list'
main="$tmp/app/@MAIN@"
for setting in mime.types fastcgi_params fastcgi.conf proxy_params uwsgi_params scgi_params; do
  [ -e "$(dirname "$main")/$setting" ] || ln -s "@SETTINGS@/$setting" "$(dirname "$main")/$setting"
done
globals=$(printf '%s' '@GLOBALS@' | sed "s|@TMP@|$tmp|")
exec nginx -e stderr -p "$tmp/app" -c "$main" -g "$globals" "$@"
