# shellcheck shell=bash
# Keys, certificates, tokens and kubeconfigs of one control plane. All of it is made anew with the state, is readable by its owner
# only, and is worth nothing elsewhere: the server listens where `up` was told to, by default on 127.0.0.1 alone.

# file name of the identity, user name and groups as the API server sees them
readonly identities=(
  'admin admin system:masters'
  'maintenance control-plane system:masters'
  'controller-manager system:kube-controller-manager '
  'scheduler system:kube-scheduler '
  'kwok kwok system:masters'
  'kubelet system:node:node-0 system:nodes'
  'kube-proxy system:kube-proxy '
)

# create_identities ADDRESS [NAME...]: ADDRESS and NAMEs are what clients call the API server.
create_identities() {
  local pki=$state/pki
  [ ! -e "$pki/tokens.csv" ] || return 0
  mkdir -p "$pki"
  create_certificates "$pki" "$(subject_names "$@")"
  create_tokens "$pki"
}

subject_names() {
  local name kind names=()
  for name in "$@"; do
    kind=DNS
    [[ ! $name =~ ^[0-9.]+$|: ]] || kind=IP
    names+=("$kind:$name")
  done
  (IFS=,; echo "${names[*]}")
}

create_certificates() (
  cd "$1"
  elliptic=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
  {
    openssl req -x509 "${elliptic[@]}" -days 365 -subj /CN=keelstream-test-authority -keyout ca.key -out ca.crt
    openssl req "${elliptic[@]}" -subj /CN=kube-apiserver -keyout apiserver.key -out apiserver.csr
    openssl x509 -req -in apiserver.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out apiserver.crt -extfile /dev/stdin \
      <<<"subjectAltName=$2,IP:10.96.0.1,DNS:localhost,DNS:kubernetes.default.svc"
    openssl ecparam -name prime256v1 -genkey -noout -out service-account.key
    openssl ec -in service-account.key -pubout -out service-account.pub
  } 2>openssl.log || die "openssl failed: $(tail -n 1 openssl.log)"
)

create_tokens() {
  local identity name user group token
  for identity in "${identities[@]}"; do
    IFS=' ' read -r name user group <<<"$identity"
    token=$(openssl rand -hex 24)
    echo "$token" >"$1/$name.token"
    printf '%s,%s,%s,"%s"\n' "$token" "$user" "$name" "$group"
  done >"$1/tokens.csv.unfinished"
  mv "$1/tokens.csv.unfinished" "$1/tokens.csv"
}

# One kubeconfig per identity; the server's port may differ from that of an earlier start on the same state.
write_kubeconfigs() {
  local server=$1 identity name authority
  authority=$(base64 -w0 <"$state/pki/ca.crt")
  for identity in "${identities[@]}"; do
    name=${identity%% *}
    cat >"$state/$name.kubeconfig" <<KUBECONFIG
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://$server", certificate-authority-data: "$authority"}}]
users: [{name: $name, user: {token: "$(cat "$state/pki/$name.token")"}}]
contexts: [{name: test, context: {cluster: test, user: $name}}]
current-context: test
KUBECONFIG
  done
}
