#!/bin/sh
# Splits the container's memory: what the JVM needs besides the heap is set aside, the heap gets the rest. All numbers are KiB.
set -eu
case ${BPL_JVM_MEMORY_CALCULATOR:-on} in off | false | no | 0) exit 0 ;; esac
case " ${JAVA_TOOL_OPTIONS:-} ${JAVA_OPTS:-} " in *" -Xmx"* | *MaxRAMPercentage* | *MaxHeapSize*) exit 0 ;; esac

fail() { echo "Java memory: $1" >&2; exit 1; }

number() { # name value
  case $2 in '' | *[!0-9]*) fail "$1=$2 is not a whole number." ;; esac
  [ "${#2}" -le 9 ] || fail "$1=$2 is too large."
}

kib() { # name, size such as 512m: prints KiB
  digits=${2%[kKmMgG]}
  number "$1" "$digits"
  case $2 in *[kK]) echo "$digits" ;; *[mM]) echo $((digits * 1024)) ;; *[gG]) echo $((digits * 1048576)) ;; *) echo $((digits / 1024)) ;; esac
}

limit_file() { # prints the limit in bytes when there is a real one
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [ -r "$file" ]; then
      read -r bytes <"$file" || continue
      # 19 digits are cgroup v1's way to say "none".
      case $bytes in *[!0-9]* | '' | ???????????????*) continue ;; esac
      echo "$bytes"
      return
    fi
  done
}

bytes=$(limit_file)
if [ -n "$bytes" ]; then total=$((bytes / 1024))
elif [ -n "${MEMORY_LIMIT:-}" ]; then total=$(kib MEMORY_LIMIT "$MEMORY_LIMIT")
else exit 0 # no limit: the JVM's own choice is right
fi

small=$((total < 1048576))
threads=${BPL_JVM_THREAD_COUNT:-$([ "$small" -eq 1 ] && echo 50 || echo 250)}
classes=${BPL_JVM_LOADED_CLASS_COUNT:-14000}
head_room=${BPL_JVM_HEAD_ROOM:-3}
number BPL_JVM_THREAD_COUNT "$threads"
number BPL_JVM_LOADED_CLASS_COUNT "$classes"
number BPL_JVM_HEAD_ROOM "$head_room"
[ "$head_room" -le 90 ] || fail "BPL_JVM_HEAD_ROOM=$head_room is a percentage from 0 to 90."

code=${BPL_JVM_CODE_CACHE:-}
if [ -n "$code" ]; then code=$(kib BPL_JVM_CODE_CACHE "$code")
else
  code=$((total / 8))
  [ "$code" -le 245760 ] || code=245760
  [ "$code" -ge 24576 ] || code=24576
fi
metaspace=$((classes * 57 / 10 + 14000))
stacks=$((threads * 1024 / 2)) # 1 MiB each is reserved, rarely half of it is touched
jvm=$((20480 + total / 64)) # the JVM's own code and tables, GC, direct buffers
rest=$((code + metaspace + stacks + jvm + total * head_room / 100))
heap=$((total - rest))

if [ "$heap" -lt 24576 ]; then
  fail "the limit of $((total / 1024)) MiB leaves no room for a heap: $((rest / 1024)) MiB are needed besides it. Give the app at least $(((rest + 65536) / 1024)) MiB, lower BPL_JVM_THREAD_COUNT ($threads) or BPL_JVM_LOADED_CLASS_COUNT ($classes), or set BPL_JVM_MEMORY_CALCULATOR=off."
fi
options="-Xmx${heap}k -XX:ReservedCodeCacheSize=${code}k -XX:+ExitOnOutOfMemoryError"
echo "Java memory: limit $((total / 1024)) MiB = heap $((heap / 1024)) + classes $((metaspace / 1024)) + code $((code / 1024)) + $threads threads $((stacks / 1024)) + other $(((jvm + total * head_room / 100) / 1024))" >&2
# The user's own options come last, so they win. Backslashes and quotes are escaped for TOML.
own=$(printf '%s' "${JAVA_TOOL_OPTIONS:-}" | sed 's/\\/\\\\/g; s/"/\\"/g' | tr '\n\t' '  ')
printf '%s\n' "JAVA_TOOL_OPTIONS = \"$options${own:+ $own}\"" >&3
