# Writes the root file system of a tiny stack, a tar, to "$1": what static programs may rely on, and a shell for the launcher. Nothing is installed in it:
# a few files of a few Debian packages are taken. A hook of mmdebstrap, whose apt has this machine's sources.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
mkdir "$work/debs" "$work/all" "$work/root"
cd "$work/debs"
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get -qq -o APT::Sandbox::User=root download base-files busybox-static ca-certificates netbase tzdata
all=$work/all
root=$work/root
mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/usr/share" "$root/etc/ssl/certs" "$root/var/lib/dpkg" "$root/dev" "$root/proc" "$root/sys" "$root/run"
install -d -m 700 "$root/root"
install -d -m 1777 "$root/tmp" "$root/var/tmp"
install -d -o 2000 -g 2000 "$root/home/vcap" "$root/home/vcap/app" "$root/home/vcap/tmp"
for package in *.deb; do
  dpkg-deb -x "$package" "$all"
  name=$(dpkg-deb -f "$package" Package)
  # What scanners and our bill of materials read.
  { dpkg-deb -f "$package" Package Version Architecture Source Maintainer Description; printf 'Status: install ok installed\n\n'; } >> "$root/var/lib/dpkg/status"
  install -D -m 644 "$all/usr/share/doc/$name/copyright" "$root/usr/share/doc/$name/copyright"
done

ln -s usr/bin "$root/bin"
for busybox in "$all/usr/bin/busybox" "$all/bin/busybox"; do
  [ ! -f "$busybox" ] || install -m 755 "$busybox" "$root/usr/bin/busybox"
done
[ -x "$root/usr/bin/busybox" ]
ln -s busybox "$root/usr/bin/sh"
ln -s busybox "$root/usr/bin/cat"
find "$all/usr/share/ca-certificates" -name '*.crt' | LC_ALL=C sort | while read -r certificate; do
  cat "$certificate"
  echo
done > "$root/etc/ssl/certs/ca-certificates.crt"
grep -q CERTIFICATE "$root/etc/ssl/certs/ca-certificates.crt"
cp -a "$all/usr/share/zoneinfo" "$root/usr/share/"
rm -rf "$root/usr/share/zoneinfo/posix" "$root/usr/share/zoneinfo/right"
cp -a "$all/etc/protocols" "$all/etc/services" "$root/etc/"
cp -a "$all/usr/lib/os-release" "$root/usr/lib/"
ln -s ../usr/lib/os-release "$root/etc/os-release"
ln -s /usr/share/zoneinfo/Etc/UTC "$root/etc/localtime"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
printf 'root:x:0:0:root:/root:/bin/sh\nvcap:x:2000:2000::/home/vcap:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n' > "$root/etc/passwd"
printf 'root:x:0:\nvcap:x:2000:\nnogroup:x:65534:\n' > "$root/etc/group"
tar --create --file "$1" --directory "$root" --format=pax --pax-option=delete=atime,delete=ctime --sort=name --numeric-owner --mtime=@1 .
