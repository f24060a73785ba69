# Sourced by the launcher, in the app directory, before .profile: what Cloud Foundry does before it starts a process.
unset VCAP_PLATFORM_OPTIONS
if ! [ -d "$TMPDIR" ] || ! [ -w "$TMPDIR" ]; then
  TMPDIR=/tmp
fi
echo "Invoking pre-start scripts."
for _cf_script in ../profile.d/* .profile.d/*; do
  if [ -f "$_cf_script" ]; then
    . "$_cf_script"
  fi
done
unset _cf_script
