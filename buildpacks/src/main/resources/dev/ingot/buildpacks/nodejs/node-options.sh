#!/bin/sh
# Adds to NODE_OPTIONS what the container and the settings say. The user's own options come last, so they win.
set -eu
own=${NODE_OPTIONS:-}
options=

fail() { echo "Node.js options: $1" >&2; exit 1; }
add() { options="${options:+$options }$1"; }
on() { # name, value
  case $2 in '' | false | no | off | 0) return 1 ;; true | yes | on | 1) ;; *) fail "$1=$2 is not a switch: use true or false." ;; esac
}

limit() { # prints the memory limit in MiB when there is one
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [ -r "$file" ]; then
      read -r bytes <"$file" || continue
      # 19 digits are cgroup v1's way to say "none".
      case $bytes in *[!0-9]* | '' | ???????????????*) continue ;; esac
      echo $((bytes / 1048576))
      return
    fi
  done
  digits=${MEMORY_LIMIT:-}
  digits=${digits%[mMgG]}
  case $digits in '' | *[!0-9]* | ?????????*) return ;; esac
  case $MEMORY_LIMIT in *[gG]) echo $((digits * 1024)) ;; *[mM]) echo "$digits" ;; esac
}

if [ -n '@PNP@' ]; then
  add "--require=@PNP@"
  if [ -f '@PNP@' ]; then
    loader=$(dirname '@PNP@')/.pnp.loader.mjs
    if [ -f "$loader" ]; then add "--experimental-loader=$loader"; fi
  fi
fi

case " $own " in *max-old-space-size* | *max_old_space_size*) ;; *)
  if on OPTIMIZE_MEMORY "${OPTIMIZE_MEMORY:-true}"; then
    total=$(limit)
    # Besides the heap Node.js needs about 50 MiB, whatever the limit is.
    if [ -n "$total" ] && [ "$total" -ge 256 ]; then add "--max-old-space-size=$((total * 3 / 4))"
    elif [ -n "$total" ] && [ "$total" -ge 32 ]; then add "--max-old-space-size=$((total / 2))"
    fi
  fi ;;
esac

if on BPL_NODE_SOURCE_MAPS "${BPL_NODE_SOURCE_MAPS:-}"; then add --enable-source-maps; fi
if on BPL_DEBUG_ENABLED "${BPL_DEBUG_ENABLED:-}"; then
  port=${BPL_DEBUG_PORT:-9229}
  case $port in *[!0-9]* | ??????*) fail "BPL_DEBUG_PORT=$port is not a port." ;; esac
  echo "Node.js options: debugging on port $port" >&2
  add "--inspect=0.0.0.0:$port"
fi

[ -n "$options" ] || exit 0
# Backslashes and quotes are escaped for TOML.
own=$(printf '%s' "$own" | sed 's/\\/\\\\/g; s/"/\\"/g' | tr '\n\t' '  ')
printf '%s\n' "NODE_OPTIONS = \"$options${own:+ $own}\"" >&3
