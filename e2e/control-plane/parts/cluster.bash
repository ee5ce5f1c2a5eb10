# shellcheck shell=bash
# The verbs that concern a running control plane. Offsets from the port base: 0 API server, 1 and 2 etcd,
# 3 controller-manager, 4 scheduler, 5 kwok.

# Takes --state out of the arguments; what remains is in the array `rest`.
take_state() {
  rest=()
  while [ $# -gt 0 ]; do
    case $1 in
      --state)
        state=$(value_of "$@")
        shift 2
        ;;
      *)
        rest+=("$1")
        shift
        ;;
    esac
  done
  state=$(realpath -m "$state")
  test_host=$state/node
}

no_more_arguments() {
  [ ${#rest[@]} -eq 0 ] || die "unknown argument '${rest[0]}'; see control-plane --help"
}

up() {
  local rest port_base='' nodes=4 fsync=no audit=no controller_qps=1000 controllers=yes pods=yes gateway=no istio=no node=no owner='' address=127.0.0.1
  local etcd_args=() apiserver_args=() controller_manager_args=() scheduler_args=() names=()
  take_state "$@"
  read_up_options ${rest[@]+"${rest[@]}"}

  build_programs "${cluster_programs[@]}" >/dev/null
  [ "$gateway" = no ] || build_programs envoy-gateway >/dev/null
  [ "$istio" = no ] || build_programs istio-definitions >/dev/null
  [ "$node" = no ] || build_programs "${node_programs[@]}" >/dev/null
  command -v openssl >/dev/null || die "openssl is not installed: it makes the certificates"
  [ ! -d "$state/pid" ] || die "already up, or not taken down: $state; run: $here/control-plane down --state $state"
  umask 077
  mkdir -p "$state/pid"
  # A start that fails leaves its logs, and nothing that runs.
  trap 'stop_everything KILL' EXIT
  [ "$node" = no ] || start_node_host
  local started
  started=$(date +%s%3N)
  settle_ports
  create_identities "$address" ${names[@]+"${names[@]}"}
  write_kubeconfigs "$address:$port_base"
  prepare_processes

  [ -z "$owner" ] || start_process owner-watch
  start_process etcd
  start_process kube-apiserver
  await_apiserver
  report "API server ready" "$started"
  [ "$controllers" = no ] || start_followers kube-controller-manager
  [ "$pods" = no ] || start_followers kube-scheduler
  [ "$pods" = no ] || [ "$node" = yes ] || start_followers kwok
  await_followers
  [ "$node" = no ] || start_node
  [ "$gateway" = no ] || start_gateway
  [ "$istio" = no ] || define_istio
  trap - EXIT
  report "control plane up" "$started"
  echo "KUBECONFIG=$state/admin.kubeconfig"
}

report() {
  printf '%s after %d ms\n' "$1" $(($(date +%s%3N) - $2))
}

# Sets the variables of `up`.
read_up_options() {
  local value
  while [ $# -gt 0 ]; do
    value=${2:-}
    case $1 in
      --port-base) port_base=$(number_of "$@") ;;
      --nodes) nodes=$(number_of "$@") ;;
      --controller-qps) controller_qps=$(number_of "$@") ;;
      --owner) owner=$(number_of "$@") ;;
      --address) address=$value ;;
      --tls-san) names+=("$value") ;;
      --etcd-arg) etcd_args+=("$value") ;;
      --apiserver-arg) apiserver_args+=("$value") ;;
      --controller-manager-arg) controller_manager_args+=("$value") ;;
      --scheduler-arg) scheduler_args+=("$value") ;;
      *)
        read_switch "$1"
        shift
        continue
        ;;
    esac
    [ $# -ge 2 ] || die "$1 needs a value; see control-plane --help"
    shift 2
  done
}

read_switch() {
  case $1 in
    --fsync) fsync=yes ;;
    --audit) audit=yes ;;
    --gateway) gateway=yes ;;
    --istio) istio=yes ;;
    --node)
      node=yes
      nodes=0
      ;;
    --no-pods) pods=no ;;
    --no-controllers)
      controllers=no
      pods=no
      ;;
    *) die "unknown option '$1' of up; see control-plane --help" ;;
  esac
}

# State that was kept remembers its ports, so that kubeconfigs handed out earlier stay true.
settle_ports() {
  [ -n "$port_base" ] || port_base=$(cat "$state/port-base" 2>/dev/null) || port_base=$(choose_ports)
  ports_free "$port_base" \
    || die "one of the ports $port_base to $((port_base + 5)) is taken; name other ones with --port-base"
  echo "$port_base" >"$state/port-base"
}

prepare_processes() {
  prepare_etcd
  prepare_apiserver
  prepare_controller_manager
  prepare_process kube-scheduler "$(program_path kube-scheduler)" \
    --bind-address 127.0.0.1 --secure-port $((port_base + 4)) --leader-elect=false \
    --kubeconfig "$state/scheduler.kubeconfig" \
    --authentication-kubeconfig "$state/scheduler.kubeconfig" --authorization-kubeconfig "$state/scheduler.kubeconfig" \
    --kube-api-qps "$controller_qps" --kube-api-burst $((controller_qps * 2)) \
    ${scheduler_args[@]+"${scheduler_args[@]}"}
  prepare_process kwok "$(program_path kwok)" \
    --kubeconfig "$state/kwok.kubeconfig" --config "$here/kwok.yaml" \
    --node-ip 127.0.0.1 --server-address "127.0.0.1:$((port_base + 5))"
  # shellcheck disable=SC2016 # the inner shell expands them
  prepare_process owner-watch bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; exec "$2" down --state "$3"' \
    owner-watch "$owner" "$here/control-plane" "$state/"
}

prepare_etcd() {
  local client=http://127.0.0.1:$((port_base + 1)) peer=http://127.0.0.1:$((port_base + 2)) durability=()
  [ "$fsync" = yes ] || durability=(--unsafe-no-fsync)
  prepare_process etcd "$(program_path etcd)" \
    --name test --data-dir "$state/etcd" --log-level warn --quota-backend-bytes $((4 << 30)) \
    --listen-client-urls "$client" --advertise-client-urls "$client" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "test=$peer" \
    ${durability[@]+"${durability[@]}"} ${etcd_args[@]+"${etcd_args[@]}"}
}

prepare_apiserver() {
  local pki=$state/pki auditing=() endpoints=none
  # Pods reach the API server by its Service where they can reach its address.
  [ "$address" = 127.0.0.1 ] || endpoints=lease
  if [ "$audit" = yes ]; then
    printf '%s\n' 'apiVersion: audit.k8s.io/v1' 'kind: Policy' 'omitStages: [RequestReceived]' 'rules: [{level: Metadata}]' \
      >"$state/audit-policy.yaml"
    auditing=(--audit-policy-file "$state/audit-policy.yaml" --audit-log-path "$state/audit.log" --audit-log-maxsize 2000)
  fi
  prepare_process kube-apiserver "$(program_path kube-apiserver)" \
    --bind-address "$address" --advertise-address "$address" --secure-port "$port_base" \
    --etcd-servers "http://127.0.0.1:$((port_base + 1))" --endpoint-reconciler-type "$endpoints" --service-cluster-ip-range 10.96.0.0/16 \
    --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" --client-ca-file "$pki/ca.crt" \
    --requestheader-client-ca-file "$pki/ca.crt" --requestheader-allowed-names front-proxy-client \
    --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
    --requestheader-extra-headers-prefix X-Remote-Extra- \
    --token-auth-file "$pki/tokens.csv" --authorization-mode Node,RBAC --allow-privileged=true \
    --kubelet-preferred-address-types InternalIP \
    --enable-admission-plugins ValidatingAdmissionPolicy,MutatingAdmissionPolicy \
    --service-account-issuer https://kubernetes.default.svc \
    --service-account-key-file "$pki/service-account.pub" --service-account-signing-key-file "$pki/service-account.key" \
    ${auditing[@]+"${auditing[@]}"} ${apiserver_args[@]+"${apiserver_args[@]}"}
}

prepare_controller_manager() {
  local kubeconfig=$state/controller-manager.kubeconfig pki=$state/pki
  prepare_process kube-controller-manager "$(program_path kube-controller-manager)" \
    --bind-address 127.0.0.1 --secure-port $((port_base + 3)) --leader-elect=false \
    --kubeconfig "$kubeconfig" --authentication-kubeconfig "$kubeconfig" --authorization-kubeconfig "$kubeconfig" \
    --use-service-account-credentials=true --service-account-private-key-file "$pki/service-account.key" \
    --root-ca-file "$pki/ca.crt" --cluster-signing-cert-file "$pki/ca.crt" --cluster-signing-key-file "$pki/ca.key" \
    --allocate-node-cidrs=true --cluster-cidr 10.244.0.0/16 --node-cidr-mask-size 22 \
    --kube-api-qps "$controller_qps" --kube-api-burst $((controller_qps * 2)) \
    ${controller_manager_args[@]+"${controller_manager_args[@]}"}
}

# Starts (again) those that need a ready API server.
start_followers() {
  local name
  for name in "$@"; do
    stop_process "$name" KILL
    # A new kwok would leave the nodes alone until the leases of its predecessor have run out.
    [ "$name" != kwok ] || kubectl -n kube-node-lease delete lease --all >/dev/null
    start_process "$name"
  done
}

# Returns when a pod could be created and would run.
await_followers() {
  if [ "$pods" = yes ] && [ "$nodes" -gt 0 ]; then
    node_manifests | kubectl apply -f - >/dev/null
    kubectl wait --for=condition=Ready node --all --timeout=60s >/dev/null \
      || die "the nodes did not become ready; $(last_words kwok)"
  fi
  if [ "$controllers" = yes ]; then
    kubectl -n default wait --for=create serviceaccount/default --timeout=60s >/dev/null \
      || die "the controllers do not work; $(last_words kube-controller-manager)"
  fi
}

node_manifests() {
  local number
  for ((number = 0; number < nodes; number++)); do
    cat <<NODE
---
apiVersion: v1
kind: Node
metadata:
  name: node-$number
  annotations: {kwok.x-k8s.io/node: fake}
  labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64, kubernetes.io/hostname: node-$number}
status:
  allocatable: {cpu: "64", memory: 256Gi, pods: "1000"}
  capacity: {cpu: "64", memory: 256Gi, pods: "1000"}
NODE
  done
}

# As a user of its own, so that nobody counts these requests as a test's.
kubectl() {
  command "$(program_path kubectl)" --kubeconfig "$state/maintenance.kubeconfig" "$@"
}

await_apiserver() {
  local deadline=$((SECONDS + 60))
  until kubectl get --raw /readyz >/dev/null 2>&1; do
    running_process etcd >/dev/null || die "etcd ended; $(last_words etcd)"
    running_process kube-apiserver >/dev/null || die "the API server ended; $(last_words kube-apiserver)"
    [ "$SECONDS" -lt "$deadline" ] || die "the API server is not ready after 60 s; $(last_words kube-apiserver)"
    sleep 0.1
  done
}

down() {
  local rest keep=no signal=KILL
  take_state "$@"
  if [ "${rest[0]:-}" = --keep ]; then
    keep=yes
    # Only state that is wanted again deserves an orderly end.
    signal=TERM
    rest=("${rest[@]:1}")
  fi
  no_more_arguments
  [ -d "$state/pid" ] || return 0
  stop_everything "$signal"
  [ "$keep" = yes ] || rm -rf "$state"
}

status() {
  local rest file name pid missing=no
  take_state "$@"
  no_more_arguments
  [ -d "$state/pid" ] || die "not up: $state"
  for file in "$state"/pid/*; do
    name=$(basename "$file")
    if pid=$(running_process "$name"); then
      printf '%-24s %s\n' "$name" "$pid"
    else
      printf '%-24s ended; see %s\n' "$name" "$state/log/$name.log"
      missing=yes
    fi
  done
  [ "$missing" = no ] || exit 1
}

# Killed, not asked: so a server goes away when its machine does, and one that drains would answer for seconds.
stop_apiserver() {
  local rest
  take_state "$@"
  no_more_arguments
  [ -e "$state/run/kube-apiserver" ] || die "not up: $state"
  stop_process kube-apiserver KILL
}

# The controllers are started anew too. They would come back by themselves, but only after a back-off of up to half a
# minute, and a test wants to see how long Keelstream needs, not they.
start_apiserver() {
  local rest name
  take_state "$@"
  no_more_arguments
  [ -d "$state/pid" ] || die "not up: $state"
  running_process kube-apiserver >/dev/null || start_process kube-apiserver
  await_apiserver
  for name in kube-controller-manager kube-scheduler kwok; do
    [ ! -e "$state/pid/$name" ] || start_followers "$name"
  done
}

metrics() {
  local rest name
  take_state "$@"
  name=${rest[0]:-apiserver_request_total}
  rest=("${rest[@]:1}")
  no_more_arguments
  [ -d "$state/pid" ] || die "not up: $state"
  kubectl get --raw /metrics | awk -v name="$name" 'index($0, name) == 1'
}
