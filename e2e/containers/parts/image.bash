# shellcheck shell=bash
# An image as a tar, of one layer. Two of the same packages are the same to the byte: no times, no owners of this machine, names in order.

# make_image IMAGE NAME:TAG INPUTS PACKAGE...: packages, and what the function fill_IMAGE adds; configured by configure_IMAGE.
# INPUTS is what decides, beside the packages' versions and these scripts, what is in it. Prints the name and the file.
make_image() {
  local image=$1 name=$2 inputs=$3 digest file work
  shift 3
  digest=$({
    cat "$here/images" "$here/parts/image.bash"
    echo "$inputs"
    versions_of "$@"
  } | sha256sum)
  file=$cache/images/$image-${digest:0:12}.tar
  if [ ! -e "$file" ]; then
    mkdir -p "$cache/images"
    work=$(mktemp -d "$cache/images/.$image-XXXXXX")
    # shellcheck disable=SC2064 # its value now
    trap "rm -rf '$work'" EXIT
    prepare_root "$work/root"
    unpack_packages "$work" "$@"
    "fill_$image" "$work/root"
    write_archive "$work" "$name" "$("configure_$image")"
    mv "$work/image.tar" "$file"
    rm -rf "$work"
    trap - EXIT
  fi
  echo "$name $file"
}

versions_of() {
  local found
  found=$(apt-cache policy "$@" 2>/dev/null | grep -E '^[a-z0-9.+-]+:$|Candidate:')
  [ "$(grep -c Candidate: <<<"$found")" -eq $# ] || die "not all of these are Debian packages here: $*"
  echo "$found"
}

prepare_root() {
  mkdir -p "$1"/{etc,root,home/nonroot}
  install -d -m 1777 "$1/tmp"
  printf '%s\n' 'root:x:0:0:root:/root:/sbin/nologin' 'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' >"$1/etc/passwd"
  printf '%s\n' 'root:x:0:' 'nonroot:x:65532:' >"$1/etc/group"
  echo 'hosts: files dns' >"$1/etc/nsswitch.conf"
}

# Unpacked only: what they would run when they are installed needs a shell.
unpack_packages() {
  local work=$1 package
  shift
  mkdir "$work/packages"
  (
    cd "$work/packages"
    download "$@" || { apt-get update -q && download "$@"; }
  ) >"$work/apt.log" 2>&1 || die "the Debian packages $* are not downloaded: $(tail -n 1 "$work/apt.log")"
  for package in "$work"/packages/*.deb; do
    dpkg-deb --extract "$package" "$work/root"
  done
}

# unpack_image TAR ROOT: what an image of ours holds, as the start of another.
unpack_image() {
  local layer
  layer=$(tar --list --file="$1" | grep -E '^[0-9a-f]{64}\.tar$')
  tar --extract --to-stdout --file="$1" "$layer" | tar --extract --directory="$2"
}

# The user _apt may not write into this folder, and need not.
download() {
  apt-get -o APT::Sandbox::User=root download -q "$@"
}

# write_archive WORK NAME:TAG CONFIGURATION: the layer, its configuration and the manifest, as `docker save` writes them.
write_archive() {
  local work=$1 name=$2 layer configuration
  archive "$work/root" . >"$work/layer.tar"
  layer=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
  configuration=$(printf '{"architecture": "%s", "os": "linux", "created": "1970-01-01T00:00:00Z", "config": {%s}, "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}' \
    "$(dpkg --print-architecture)" "$3" "$layer")
  mkdir "$work/archive"
  mv "$work/layer.tar" "$work/archive/$layer.tar"
  printf '%s' "$configuration" >"$work/archive/config.json"
  printf '[{"Config": "config.json", "RepoTags": ["%s"], "Layers": ["%s.tar"]}]' "$name" "$layer" >"$work/archive/manifest.json"
  archive "$work/archive" config.json "$layer.tar" manifest.json >"$work/image.tar"
}

# Everything is root's but for what the user of the Git server must own: sshd trusts no keys in a folder of others.
archive() {
  tar --create --sort=name --mtime=@0 --owner=0 --owner-map=<(echo '+10001 git:10001') --group=0 --numeric-owner --format=ustar \
    --directory="$1" "${@:2}"
}
