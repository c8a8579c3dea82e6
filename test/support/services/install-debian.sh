#!/bin/sh
# Installs the named packages (postgresql, redis-server, nginx) for a test run, as root on Debian or Ubuntu, without what these
# packages otherwise bring: no service is started or left enabled, no database cluster is made. The two files that say so
# to dpkg are put back as they were, also when this is interrupted.
set -eu

export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.conf
kept=$(mktemp -d)

restore() {
  if [ -e "$kept/policy" ]; then cp -p "$kept/policy" "$policy"; else rm -f "$policy"; fi
  if [ -e "$kept/cluster" ]; then cp -p "$kept/cluster" "$cluster"; fi
  rm -rf "$kept"
}
apt() {
  apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}

[ ! -e "$policy" ] || cp -p "$policy" "$kept/policy"
trap restore EXIT
trap 'exit 130' INT TERM HUP
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

apt update
for package in "$@"; do
  if [ "$package" = postgresql ]; then
    apt install -y --no-install-recommends postgresql-common
    cp -p "$cluster" "$kept/cluster"
    printf 'create_main_cluster = false\n' >"$cluster"
  fi
done
apt install -y --no-install-recommends "$@"

# Not started now, and not at the next boot either: these two work without a running systemd.
for service in "$@"; do
  deb-systemd-helper disable "$service.service" || true
  update-rc.d "$service" disable || true
done
