# shellcheck shell=bash
# Stand-ins for public images (docs/adr/0040-stand-ins-for-public-images.md): what docker-compose.yml and Testcontainers would pull.

readonly control_plane=$here/../control-plane
readonly compose=$here/../../deploy/compose
readonly libraries=$here/../../standalone/target/lib
readonly programs_of_cluster=(etcd kube-apiserver kube-controller-manager kube-scheduler kubectl kwok)

# A shell and what scripts call, with the libraries of it.
readonly shell_packages=(base-files libc6 zlib1g bash libtinfo6 coreutils libacl1 libattr1 libgmp10 libselinux1 libpcre2-8-0 dash grep)

# Of git over HTTP, lighttpd and sshd.
readonly git_libraries=(libcurl3-gnutls libbrotli1 libexpat1 libidn2-0 libunistring2 libgnutls30 libhogweed6 libnettle8 libp11-kit0 libffi8
  libtasn1-6 libldap-2.5-0 libsasl2-2 libnghttp2-14 libpsl5 librtmp1 libssh2-1 libzstd1 libssl3 libxxhash0 libcrypt1 libaudit1 libcap-ng0
  libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1 libpam0g libsystemd0 libcap2 libgcrypt20
  libgpg-error0 liblz4-1 liblzma5 libwrap0 libnsl2 libtirpc3)

# make_stand_in IMAGE NAME INPUTS PACKAGE...: as make_image; its name is stand-in/NAME:local.
make_stand_in() {
  make_image "$1" "stand-in/$2:local" "$(cat "$here/parts/stand-ins.bash") $3" "${@:4}"
}

# Java with the programs that the services' commands and health checks call, in place of a distribution with a JRE.
java-shell() {
  local base
  base=$(java | cut -d' ' -f2)
  make_stand_in java-shell java "$base" "${shell_packages[@]}"
}

fill_java-shell() {
  unpack_image "$(java | cut -d' ' -f2)" "$1"
}

configure_java-shell() {
  echo '"Cmd": ["bash"], "Env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "JAVA_HOME=/usr/lib/jvm/java-25"]'
}

# A node of Kafka, of the jars that the build collects for `up`, which contains a broker.
kafka() {
  local jars
  jars=$(cd "$libraries" 2>/dev/null && sha256sum -- *.jar | grep -v -- "-$(version).jar\$") \
    || die "Kafka's jars are not in standalone/target/lib; run: mvn package -pl standalone -am -DskipTests"
  make_stand_in kafka kafka "$(java) $jars $(cat "$here"/stand-ins/{kafka,logback.xml})" "${shell_packages[@]}" netcat-openbsd libbsd0 libmd0
}

fill_kafka() {
  local root=$1
  unpack_image "$(java | cut -d' ' -f2)" "$root"
  mkdir -p "$root/opt/kafka" "$root/etc/kafka/docker"
  cp -r "$libraries" "$root/opt/kafka/libs"
  rm "$root"/opt/kafka/libs/*-"$(version)".jar
  cp "$here/stand-ins/logback.xml" "$root/opt/kafka/"
  # Where Testcontainers expects it.
  cp "$here/stand-ins/kafka" "$root/etc/kafka/docker/run"
  install -d -m 1777 "$root/var/lib/kafka/data"
  ln -s nc.openbsd "$root/bin/nc"
}

configure_kafka() {
  echo '"User": "1000:1000", "Cmd": ["/etc/kafka/docker/run"], "Env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "JAVA_HOME=/usr/lib/jvm/java-25"]'
}

# The control plane's programs and its script, called as k3s is called.
k3s() {
  make_stand_in k3s k3s "$(cat "$here/stand-ins/k3s" "$here"/parts/* "$control_plane"/{control-plane,kwok.yaml,parts/*,modules/*/go.*})" \
    "${shell_packages[@]}" findutils sed mawk util-linux libsmartcols1 openssl libssl3
}

fill_k3s() {
  local root=$1 program folder
  "$control_plane/control-plane" build "${programs_of_cluster[@]}" >/dev/null
  mkdir -p "$root/opt/keelstream/e2e/containers" "$root/opt/keelstream/programs/bin"
  cp -r "$control_plane" "$root/opt/keelstream/e2e/"
  cp -r "$here/parts" "$root/opt/keelstream/e2e/containers/"
  for program in "${programs_of_cluster[@]}"; do
    folder=$(dirname "$("$control_plane/control-plane" path "$program")")
    [ -d "$root/opt/keelstream/programs/bin/$(basename "$folder")" ] || cp -r "$folder" "$root/opt/keelstream/programs/bin/"
    ln -s "$(basename "$folder")/$program" "$root/opt/keelstream/programs/bin/$program"
  done
  ln -s mawk "$root/usr/bin/awk"
  ln -s ../../opt/keelstream/programs/bin/kubectl "$root/usr/bin/kubectl"
  ln -s ../../opt/keelstream/e2e/control-plane/control-plane "$root/usr/bin/control-plane"
  cp "$here/stand-ins/k3s" "$root/usr/bin/k3s"
}

configure_k3s() {
  echo '"Entrypoint": ["/usr/bin/k3s"], "Env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "KEELSTREAM_CACHE=/opt/keelstream/programs", "KUBECONFIG=/etc/rancher/k3s/k3s.yaml"]'
}

# What deploy/compose/git/Dockerfile makes.
git-server() {
  make_stand_in git-server git "$(cd "$compose/git" && find . -type f -exec sha256sum {} + | sort)" \
    "${shell_packages[@]}" git lighttpd openssh-server openssh-client "${git_libraries[@]}"
}

fill_git-server() {
  local root=$1
  mkdir -p "$root"/usr/share/keelstream "$root"/etc/git-server "$root"/usr/local/bin "$root"/home/git
  cp -r "$compose/git/demo" "$root/usr/share/keelstream/"
  cp "$compose"/git/{lighttpd.conf,sshd_config} "$root/etc/git-server/"
  cp "$compose/git/serve" "$root/usr/local/bin/"
  echo 'git:*:10001:10001::/home/git:/usr/bin/git-shell' >>"$root/etc/passwd"
  echo 'git:x:10001:' >>"$root/etc/group"
  install -d -o 10001 "$root/srv/git" "$root/run/keelstream/git" "$root/home/git"
}

configure_git-server() {
  echo '"User": "git", "Cmd": ["/usr/local/bin/serve"], "Env": ["PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/home/git"]'
}

prometheus() {
  make_stand_in prometheus prometheus '' prometheus libc6
}

fill_prometheus() {
  install -d -m 1777 "$1/prometheus"
}

configure_prometheus() {
  echo '"User": "65532:65532", "Entrypoint": ["/usr/bin/prometheus"], "Cmd": ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]'
}

stand-ins() {
  local image
  for image in java-shell kafka k3s git-server prometheus; do
    "$image"
  done
}
