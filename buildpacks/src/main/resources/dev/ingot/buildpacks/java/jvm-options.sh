#!/bin/sh
# Adds what the settings ask for to the options of the JVM: debugging, JMX, flight recording, native memory tracking.
set -eu
options=

fail() { echo "Java options: $1" >&2; exit 1; }
add() { options="${options:+$options }$1"; }
on() { # name, value
  case $2 in '' | false | no | off | 0) return 1 ;; true | yes | on | 1) ;; *) fail "$1=$2 is not a switch: use true or false." ;; esac
}
port() { # name, value
  case $2 in '' | *[!0-9]* | ??????*) fail "$1=$2 is not a port." ;; esac
}

if on BPL_DEBUG_ENABLED "${BPL_DEBUG_ENABLED:-}"; then
  port BPL_DEBUG_PORT "${BPL_DEBUG_PORT:-8000}"
  suspend=n
  if on BPL_DEBUG_SUSPEND "${BPL_DEBUG_SUSPEND:-}"; then suspend=y; fi
  echo "Java options: debugging on port ${BPL_DEBUG_PORT:-8000}" >&2
  add "-agentlib:jdwp=transport=dt_socket,server=y,address=*:${BPL_DEBUG_PORT:-8000},suspend=$suspend"
fi
if on BPL_JMX_ENABLED "${BPL_JMX_ENABLED:-}"; then
  port BPL_JMX_PORT "${BPL_JMX_PORT:-5000}"
  echo "Java options: JMX on port ${BPL_JMX_PORT:-5000}" >&2
  add "-Djava.rmi.server.hostname=127.0.0.1 -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false"
  add "-Dcom.sun.management.jmxremote.port=${BPL_JMX_PORT:-5000} -Dcom.sun.management.jmxremote.rmi.port=${BPL_JMX_PORT:-5000}"
fi
if on BPL_JFR_ENABLED "${BPL_JFR_ENABLED:-}"; then
  add "-XX:StartFlightRecording=${BPL_JFR_ARGS:-dumponexit=true,filename=/tmp/recording.jfr}"
fi
if on BPL_JAVA_NMT_ENABLED "${BPL_JAVA_NMT_ENABLED:-}"; then
  add "-XX:NativeMemoryTracking=${BPL_JAVA_NMT_LEVEL:-summary}"
fi

[ -n "$options" ] || exit 0
# The user's own options come last, so they win. Backslashes and quotes are escaped for TOML.
printf '%s' "JAVA_TOOL_OPTIONS = \"" >&3
printf '%s' "$options${JAVA_TOOL_OPTIONS:+ $JAVA_TOOL_OPTIONS}" | sed 's/\\/\\\\/g; s/"/\\"/g' | tr '\n\t' '  ' >&3
echo '"' >&3
