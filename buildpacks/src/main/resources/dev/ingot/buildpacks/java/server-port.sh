#!/bin/sh
# Spring Boot and others listen where SERVER_PORT says; the platform says PORT.
set -eu
if [ -n "${PORT:-}" ] && [ -z "${SERVER_PORT:-}" ]; then
  case $PORT in *[!0-9]*) echo "PORT=$PORT is not a number; SERVER_PORT stays unset." >&2 ;; *) echo "SERVER_PORT = \"$PORT\"" >&3 ;; esac
fi
