#!/usr/bin/env bash
# Installs the real servers and checkers that test/servers asks for their verdict. Repeatable; quick when all is there.
set -euo pipefail
umask 022

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
sources="$root/test/tools"
# The servers refuse to run as root, and another user cannot read root's home: see toolsFolder() in test/servers/tools.ts.
if [ "$(id -u)" = 0 ]; then default_tools=/var/cache/plumbline-tools; else default_tools="$HOME/.cache/plumbline-tools"; fi
tools="${PLUMBLINE_TOOLS:-$default_tools}"
jobs="$(nproc)"
scratch="$(mktemp -d)"
added_policy=''
missing=()

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

finish() {
  rm -rf "$scratch"
  if [ -n "$added_policy" ]; then as_root rm -f "$added_policy"; fi
}
trap finish EXIT

# Runs one step; a failure is told at the end, so that one tool does not keep the others away.
step() {
  local name="$1" log="$scratch/$1.log" begun=$SECONDS status
  shift
  # Not `if ( … )`: bash ignores `set -e` inside a condition, and a step must stop at its first failure.
  set +e
  ( set -e; "$@" ) >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" = 0 ]; then
    say "$name ($((SECONDS - begun)) s)"
  else
    missing+=("$name")
    say "$name FAILED"
    tail -n 20 "$log" >&2
  fi
}

packages=(
  nginx redis-server redis-tools pgbouncer postgresql openssl wrk apache2-utils
  ca-certificates build-essential pkg-config dpkg-dev python3-venv
  libpcre2-dev zlib1g-dev libssl-dev libevent-dev libc-ares-dev
  openjdk-17-jre-headless maven zsh fish shellcheck git
)

# Debian starts a server as soon as it is installed; policy-rc.d is Debian's own way to say no.
forbid_service_starts() {
  [ -e /usr/sbin/policy-rc.d ] && return
  added_policy=/usr/sbin/policy-rc.d
  printf '#!/bin/sh\nexit 101\n' >"$scratch/policy-rc.d"
  as_root install -m 755 "$scratch/policy-rc.d" "$added_policy"
}

install_packages() {
  as_root apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${packages[@]}"
}

# The mirror that this system's own release comes from; nothing where the package lists are absent or not Debian's.
debian_site() {
  apt-get indextargets --format '$(SITE)|$(ORIGIN)|$(CODENAME)' 'Created-By: Packages' |
    awk -F'|' -v own="$(. /etc/os-release && echo "$VERSION_CODENAME")" '$2 == "Debian" && $3 == own && !done { print $1; done = 1 }'
}

# Sets `newer` to what makes apt-get use a newer Debian than this one, packages of kind $1 (deb, deb-src), with its lists in $2.
# The system's own package lists stay as they are.
use_newer_debian() {
  local kind="$1" apt="$2" suite=trixie site
  site="$(debian_site)"
  if [ -z "$site" ]; then
    as_root apt-get -qq update
    site="$(debian_site)"
  fi
  [ -n "$site" ] || { echo "this system is not Debian: nothing of $suite can be had"; return 1; }
  mkdir -p "$apt/lists/partial" "$apt/parts"
  echo "$kind [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site $suite main" >"$apt/sources.list"
  newer=(
    -o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=$apt/parts"
    -o "Dir::State::lists=$apt/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
    -o APT::Sandbox::User=root
  )
  apt-get "${newer[@]}" -qq update
}

# Sources of a package, unpacked into $2.
debian_source() {
  local package="$1" folder="$2" apt="$scratch/apt-$1" newer
  use_newer_debian deb-src "$apt"
  mkdir -p "$folder"
  (cd "$apt" && apt-get "${newer[@]}" -qq source --download-only "$package")
  dpkg-source --no-check -x "$apt/$package"_*.dsc "$folder/src"
}

# One program out of a package, at $2 in it, without what else the package would install and start.
debian_program() {
  local package="$1" path="$2" apt="$scratch/apt-$1" newer
  use_newer_debian deb "$apt"
  (cd "$apt" && apt-get "${newer[@]}" -qq download "$package")
  dpkg-deb --fsys-tarfile "$apt/$package"_*.deb | tar -x -C "$apt" "./$path"
  install -D -m 755 "$apt/$path" "$tools/bin/${path##*/}"
}

build_nginx() {
  local manifest found="$scratch/nginx-src.json"
  # `cargo metadata` fetches the crate, whose version the manifest pins, and says where it lies.
  cp -r "$sources/nginx-src" "$scratch/nginx-src"
  cargo metadata --format-version 1 --filter-platform x86_64-unknown-linux-gnu \
    --manifest-path "$scratch/nginx-src/Cargo.toml" >"$found"
  manifest="$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).packages.find((p) => p.name === "nginx-src").manifest_path' "$found")"
  cp -r "$(dirname "$manifest")/nginx" "$scratch/nginx"
  cd "$scratch/nginx"
  auto/configure --prefix="$tools/nginx-1.28" --with-compat --with-threads --with-pcre-jit \
    --with-http_ssl_module --with-http_v2_module --with-http_realip_module \
    --with-http_stub_status_module --with-http_gzip_static_module --with-http_gunzip_module \
    --with-http_auth_request_module --with-http_slice_module --with-file-aio
  make -j"$jobs"
  install -D -m 644 conf/mime.types "$tools/nginx-1.28/mime.types"
  install -D -m 755 objs/nginx "$tools/nginx-1.28/nginx"
}

build_pgbouncer() {
  debian_source pgbouncer "$scratch/pgbouncer"
  cd "$scratch/pgbouncer/src"
  ./configure
  make -j"$jobs" pgbouncer
  install -D -m 755 pgbouncer "$tools/pgbouncer-1.24/pgbouncer"
}

build_redis() {
  debian_source redis "$scratch/redis"
  cd "$scratch/redis/src"
  make -j"$jobs" MALLOC=libc BUILD_TLS=no redis-server
  install -D -m 755 src/redis-server "$tools/redis-8/redis-server"
}

install_postgres() {
  mkdir -p "$tools/postgres"
  cp "$sources/postgres/package.json" "$sources/postgres/package-lock.json" "$tools/postgres/"
  npm ci --prefix "$tools/postgres" --ignore-scripts --no-audit --no-fund
  # npm packages cannot hold symbolic links; each brings a script that puts its libraries' links back.
  for package in "$tools"/postgres/node_modules/postgres-*; do
    (cd "$package" && node scripts/hydrate-symlinks.js)
  done
  cp "$sources/postgres/package-lock.json" "$tools/postgres/installed.json"
}

# The newest of each Node that the package must run on; the built-in profiles plan for 24.
nodes=(20.20.2 22.23.3 24.21.0 26.10.0)

# npm's packages carry Node's programs, one for each platform.
install_node() {
  local version="$1" folder="$tools/node-${1%%.*}" arch
  arch="$(node -p process.arch)"
  mkdir -p "$folder"
  npm install --prefix "$folder" --no-audit --no-fund --no-save "node@npm:node-linux-$arch@$version"
}

# Kafka's jars, as Maven resolves them.
install_kafka() {
  rm -rf "$tools/kafka"
  mkdir -p "$tools/kafka/bin"
  cp "$sources/kafka/pom.xml" "$scratch/kafka.xml"
  mvn --batch-mode --quiet --file "$scratch/kafka.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$tools/kafka/libs"
  install -m 755 "$sources"/kafka/kafka* "$tools/kafka/bin/"
  cp "$sources/kafka/pom.xml" "$tools/kafka/installed.xml"
}

# A checker in Python, with the packages that its requirements pin.
install_python() {
  local name="$1"
  /usr/bin/python3 -m venv --clear "$tools/$name"
  "$tools/$name/bin/pip" install --quiet --disable-pip-version-check -r "$sources/$name/requirements.txt"
  cp "$sources/$name/requirements.txt" "$tools/$name/installed.txt"
}

# Versions of gunicorn and uvicorn beside each other, over what the Python of the tools has: a folder each, for PYTHONPATH.
install_python_versions() {
  rm -rf "$tools/python-versions"
  xargs -P "$jobs" -L 1 sh -c '"$0/python/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$0/python-versions/$1" "$2"' "$tools" <"$sources/python/versions.txt"
  cp "$sources/python/versions.txt" "$tools/python-versions/installed.txt"
}

build_compose_check() { # Go decides itself what is up to date.
  go build -C "$sources/compose-check" -mod=readonly -trimpath -o "$tools/bin/compose-check" .
}

build_crd_check() { # as compose-check
  go build -C "$sources/crd-check" -mod=readonly -trimpath -o "$tools/bin/crd-check" .
}

build_apply_check() { # as compose-check
  go build -C "$sources/apply-check" -mod=readonly -trimpath -o "$tools/bin/apply-check" .
}

# Where a module lies, downloaded if need be.
module_folder() { go mod download -json "$1" | node -p 'JSON.parse(fs.readFileSync(0)).Dir'; }

# CloudNativePG's webhooks are internal to its module: the checker is built inside a copy of it, of the version of its definitions.
build_cnpg_webhook() {
  local module
  module="$(sed -n 's/^\(github.com\/cloudnative-pg\/cloudnative-pg@[^ ]*\) .*/\1/p' "$sources/crd-check/definitions.txt")"
  cp -r "$(module_folder "$module")" "$scratch/cloudnative-pg"
  chmod -R u+w "$scratch/cloudnative-pg"
  install -D -m 644 "$sources/cnpg-webhook/main.go" "$scratch/cloudnative-pg/cmd/cnpg-webhook/main.go"
  go build -C "$scratch/cloudnative-pg" -mod=readonly -trimpath -o "$tools/bin/cnpg-webhook" ./cmd/cnpg-webhook
}

# What the definitions of custom resources come from: a change of a version installs them anew.
definitions_wanted() { cat "$sources/crd-check/definitions.txt" "$sources/crd-check/go.mod"; }

# The definitions lie in the modules of their operators; Strimzi's are made of its types.
install_definitions() {
  local module folder
  rm -rf "$tools/crds"
  mkdir -p "$tools/crds"
  while read -r module folder; do
    install -m 644 "$(module_folder "$module")/$folder"/*.yaml "$tools/crds/"
  done <"$sources/crd-check/definitions.txt"
  cd "$sources/crd-check"
  go run -mod=readonly ./strimzi "$(go list -mod=readonly -f '{{.Dir}}' github.com/scholzj/strimzi-go/pkg/apis/kafka.strimzi.io/v1)" >"$tools/crds/kafka.strimzi.io.yaml"
  definitions_wanted >"$tools/crds/installed.txt"
}

install_kustomize() {
  GOBIN="$tools/bin" go install -trimpath sigs.k8s.io/kustomize/kustomize/v5@v5.8.1
}

install_kubeconform() {
  GOBIN="$tools/bin" go install -trimpath -ldflags '-X main.version=v0.6.7' github.com/yannh/kubeconform/cmd/kubeconform@v0.6.7
}

install_kube_score() {
  GOBIN="$tools/bin" go install -trimpath -ldflags '-X main.version=v1.20.0' github.com/zegl/kube-score/cmd/kube-score@v1.20.0
}

build_kube_linter() { # as compose-check
  local package=golang.stackrox.io/kube-linter version
  version="$(go list -C "$sources/kube-linter" -mod=readonly -m -f '{{.Version}}' "$package")"
  go build -C "$sources/kube-linter" -mod=readonly -trimpath -ldflags "-X $package/internal/version.version=$version" -o "$tools/bin/kube-linter" "$package/cmd/kube-linter"
}

# Trivy's modules read JSON by a package that Go keeps behind this switch.
build_trivy_kubernetes() { # as compose-check
  GOEXPERIMENT=jsonv2 go build -C "$sources/trivy-kubernetes" -mod=readonly -trimpath -o "$tools/bin/trivy-kubernetes" .
}

install_actionlint() {
  GOBIN="$tools/bin" go install -trimpath github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
}

install_k6() {
  GOBIN="$tools/bin" go install -trimpath go.k6.io/k6@v1.8.1
}

mkdir -p "$tools"
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  forbid_service_starts
  step packages install_packages
fi
[ -x "$tools/nginx-1.28/nginx" ] || step nginx-1.28 build_nginx
[ -x "$tools/pgbouncer-1.24/pgbouncer" ] || step pgbouncer-1.24 build_pgbouncer
[ -x "$tools/redis-8/redis-server" ] || step redis-8 build_redis
cmp -s "$sources/postgres/package-lock.json" "$tools/postgres/installed.json" || step postgres install_postgres
for version in "${nodes[@]}"; do
  [ -x "$tools/node-${version%%.*}/node_modules/node/bin/node" ] || step "node-${version%%.*}" install_node "$version"
done
cmp -s "$sources/kafka/pom.xml" "$tools/kafka/installed.xml" || step kafka install_kafka
for name in kubernetes-validate checkov hadolint python locust pipelines; do
  cmp -s "$sources/$name/requirements.txt" "$tools/$name/installed.txt" || step "$name" install_python "$name"
done
cmp -s "$sources/python/versions.txt" "$tools/python-versions/installed.txt" || step python-versions install_python_versions
step compose-check build_compose_check
step crd-check build_crd_check
step apply-check build_apply_check
definitions_wanted | cmp -s - "$tools/crds/installed.txt" || step crds install_definitions
if [ ! "$tools/bin/cnpg-webhook" -nt "$sources/cnpg-webhook/main.go" ] || [ ! "$tools/bin/cnpg-webhook" -nt "$sources/crd-check/definitions.txt" ]; then
  step cnpg-webhook build_cnpg_webhook
fi
[ -x "$tools/bin/kustomize" ] || step kustomize install_kustomize
[ -x "$tools/bin/kubeconform" ] || step kubeconform install_kubeconform
[ -x "$tools/bin/kube-score" ] || step kube-score install_kube_score
step kube-linter build_kube_linter
step trivy-kubernetes build_trivy_kubernetes
[ -x "$tools/bin/actionlint" ] || step actionlint install_actionlint
[ -x "$tools/bin/k6" ] || step k6 install_k6
[ -x "$tools/bin/promtool" ] || step promtool debian_program promtool usr/bin/promtool
for name in prometheus prometheus-nginx-exporter prometheus-pgbouncer-exporter prometheus-postgres-exporter prometheus-redis-exporter; do
  [ -x "$tools/bin/$name" ] || step "$name" debian_program "$name" "usr/bin/$name"
done
[ -x "$tools/bin/docker-compose" ] || step docker-compose debian_program docker-compose usr/libexec/docker/cli-plugins/docker-compose

if [ "${#missing[@]}" -gt 0 ]; then
  say "could not be installed: ${missing[*]}"
  exit 1
fi
say "all servers and checkers are in place ($SECONDS s)"
