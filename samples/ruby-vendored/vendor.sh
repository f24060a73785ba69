#!/bin/sh
# Fills vendor/cache with real gems and writes Gemfile.lock, as `bundle cache` does where a gem server answers. The gems are those of Debian's packages, which carry them unpacked: they are packed again.
# Needs apt-get, apt-cache and dpkg-deb with lists of packages (apt-get update), but neither rights nor Ruby.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

ruby=$(apt-cache depends ruby | sed -n 's/^ *Depends: \(ruby[0-9][0-9.]*\)$/\1/p' | head -n 1)
[ -n "$ruby" ] || { echo "ERROR: apt knows no package ruby. Run apt-get update and try again." >&2; exit 1; }
gems=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances ruby-sinatra puma | grep -E '^(ruby-|puma$)')
# Words on purpose: names of packages.
# shellcheck disable=SC2086
(cd "$scratch" && apt-get download -qq -o APT::Sandbox::User= "$ruby" "lib$ruby" ruby-bundler libyaml-0-2 libgmp10 $gems)
# Each into a directory of its own: a gem's files are those of its package.
for deb in "$scratch"/*.deb; do
  dpkg-deb --extract "$deb" "${deb%.deb}"
done

joined() {
  printf '%s:' "$@"
}
api=${ruby#ruby}.0
export LD_LIBRARY_PATH="$(joined "$scratch"/lib*/usr/lib/*-linux-gnu*)"
export RUBYLIB="$(joined "$scratch"/ruby-*/usr/lib/ruby/vendor_ruby "$scratch"/lib*/usr/lib/ruby/"$api" "$scratch"/lib*/usr/lib/*/ruby/"$api")"
export GEM_HOME="$scratch/home" HOME="$scratch/home" BUNDLE_SILENCE_ROOT_WARNING=1
rm -rf vendor/cache Gemfile.lock
mkdir -p vendor/cache "$HOME"
"$scratch/$ruby"_*/usr/bin/"$ruby" pack.rb "$scratch" vendor/cache puma sinatra
"$scratch/$ruby"_*/usr/bin/"$ruby" "$scratch"/ruby-bundler_*/usr/bin/bundle install --local --quiet
