#!/bin/sh
# Certificate authorities out of bindings of the type ca-certificates join those of the Java runtime.
set -eu
root=${SERVICE_BINDING_ROOT:-}
[ -n "$root" ] && [ -d "$root" ] || exit 0
case " ${JAVA_TOOL_OPTIONS:-} " in *javax.net.ssl.trustStore=*) exit 0 ;; esac
fail() { echo "CA certificates: $1" >&2; exit 1; }

work=
for binding in "$root"/*/; do
  [ -r "$binding/type" ] || continue
  read -r type <"$binding/type" || true
  [ "$type" = ca-certificates ] || continue
  for file in "$binding"*; do
    name=${file##*/}
    case $name in type | provider) continue ;; esac
    [ -f "$file" ] || continue
    if [ -z "$work" ]; then
      work=$(mktemp -d "${TMPDIR:-/tmp}/ca-certificates.XXXXXX")
      : >"$work/all.pem"
    fi
    cat "$file" >>"$work/all.pem"
    echo >>"$work/all.pem"
  done
done
[ -n "$work" ] || exit 0

# One file each: keytool reads the first certificate of a file only.
awk -v dir="$work" '/-----BEGIN CERTIFICATE-----/ { n++; inside = 1 } inside { print > (dir "/" n ".crt") } /-----END CERTIFICATE-----/ { inside = 0; close(dir "/" n ".crt") }' "$work/all.pem"
[ -f "$work/1.crt" ] || fail "the bindings of the type ca-certificates contain no PEM certificate."
[ ! -f "$work/51.crt" ] || fail "the bindings of the type ca-certificates contain more than 50 certificates. Bind those that are needed."
cp "$JAVA_HOME/lib/security/cacerts" "$work/trust"
chmod u+w "$work/trust"
count=0
for file in "$work"/*.crt; do
  count=$((count + 1))
  output=$(JAVA_TOOL_OPTIONS='' "$JAVA_HOME/bin/keytool" -J-XX:TieredStopAtLevel=1 -J-Xshare:auto -J-Xmx64m -importcert -noprompt -trustcacerts -keystore "$work/trust" -storepass changeit -alias "binding-$count" -file "$file" 2>&1) \
    || fail "a certificate of a binding cannot be read: $output"
done
rm -f "$work"/*.crt "$work/all.pem"
echo "CA certificates: $count of bindings are trusted" >&2
own=$(printf '%s' "${JAVA_TOOL_OPTIONS:-}" | sed 's/\\/\\\\/g; s/"/\\"/g' | tr '\n\t' '  ')
printf '%s\n' "JAVA_TOOL_OPTIONS = \"-Djavax.net.ssl.trustStore=$work/trust -Djavax.net.ssl.trustStorePassword=changeit${own:+ $own}\"" >&3
