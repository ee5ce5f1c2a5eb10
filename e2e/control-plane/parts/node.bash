# shellcheck shell=bash
# A real node beside the control plane: containerd, kubelet, kube-proxy and CoreDNS on a test host (e2e/containers/parts), which has
# processes, a network and mounts of its own, so that pods, their networks and mounts end with it, however it ends.
# Debian has containerd, runc and the CNI plug-ins; the rest is built like the control plane.

readonly node_programs=(kubelet kube-proxy coredns network-policies)

readonly node_name=node-0
readonly cluster_domain=cluster.local
readonly policy_queue=100
# What the controller-manager gives to the first node.
readonly pod_network=10.244.0.0/22

why_no_node() {
  local program
  why_no_test_host
  for program in containerd runc ctr; do
    command -v "$program" >/dev/null || echo "$program is not installed: install the Debian packages containerd and runc"
  done
  [ -x /usr/lib/cni/bridge ] || echo "the CNI plug-ins are not installed: install the Debian package containernetworking-plugins"
  command -v conntrack >/dev/null || echo "conntrack is not installed: install the Debian package conntrack"
}

# The machine's end of the node's network comes first: the API server listens there.
start_node_host() {
  local reason
  reason=$(why_no_node | head -n 1)
  [ -z "$reason" ] || die "no node can be started: $reason"
  mkdir -p "$test_host"/{cni,kubelet,pod-logs}
  write_node_files
  start_test_host containerd --config "$test_host/containerd.toml"
  address=$(address_of_machine)
}

write_node_files() {
  cat >"$test_host/containerd.toml" <<TOML
version = 2
root = "$test_host/containerd"
state = "$test_host/run"
[grpc]
  address = "$test_host/run/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  # The kubelet wants -998 for the pod's own container, which not every machine allows.
  restrict_oom_score_adj = true
  sandbox_image = "docker.io/library/busybox:1.37"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$test_host/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
TOML
  cat >"$test_host/cni/pods.conflist" <<CNI
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "pods", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$test_host/run/addresses", "ranges": [[{"subnet": "$pod_network"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
CNI
}

prepare_node() {
  local node_address
  node_address=$(address_of_test_host)
  cat >"$test_host/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_address
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
containerRuntimeEndpoint: unix://$test_host/run/containerd.sock
podLogsDir: $test_host/pod-logs
clusterDNS: [$node_address]
clusterDomain: $cluster_domain
resolvConf: ""
cgroupDriver: cgroupfs
cgroupRoot: /$(group_of_test_host)
enforceNodeAllocatable: []
failCgroupV1: false
failSwapOn: false
evictionHard: {nodefs.available: "1%", imagefs.available: "1%"}
imageGCHighThresholdPercent: 100
serializeImagePulls: false
registryPullQPS: 0
eventRecordQPS: 0
syncFrequency: 10s
YAML
  cat >"$test_host/Corefile" <<COREFILE
.:53 {
  bind $node_address
  errors
  kubernetes $cluster_domain in-addr.arpa {
    kubeconfig $state/maintenance.kubeconfig
  }
  # There are no other names.
  template ANY ANY {
    rcode NXDOMAIN
  }
}
COREFILE
  prepare_process kubelet "$here/parts/on-node" "$(test_host_init)" "$(program_path kubelet)" \
    --kubeconfig "$state/kubelet.kubeconfig" --config "$test_host/kubelet.yaml" --root-dir "$test_host/kubelet" \
    --hostname-override "$node_name" --node-ip "$node_address"
  prepare_process kube-proxy "$here/parts/on-node" "$(test_host_init)" "$(program_path kube-proxy)" \
    --kubeconfig "$state/kube-proxy.kubeconfig" --hostname-override "$node_name" --proxy-mode iptables \
    --cluster-cidr "$pod_network" --masquerade-all --conntrack-max-per-core 0 --healthz-bind-address 127.0.0.1:10256
  prepare_process network-policies "$here/parts/on-node" "$(test_host_init)" "$(program_path network-policies)" \
    --kubeconfig "$state/maintenance.kubeconfig" --node "$node_name" --queue "$policy_queue"
  prepare_process coredns "$here/parts/on-node" "$(test_host_init)" "$(program_path coredns)" -conf "$test_host/Corefile"
}

# Returns when a pod would run and would find others by name.
start_node() {
  local image
  read -r _ image < <("$here/../containers/images" busybox)
  load_images "$image"
  prepare_node
  start_process kubelet
  start_process kube-proxy
  start_process coredns
  start_process network-policies
  queue_connections
  kubectl wait --for=create "node/$node_name" --timeout=60s >/dev/null || die "the node does not register; $(last_words kubelet)"
  kubectl wait --for=condition=Ready "node/$node_name" --timeout=60s >/dev/null \
    || die "the node does not become ready; $(last_words kubelet)"
}

# Where the node forwards a connection that begins, NetworkPolicies decide: behind the choice of a Service's pod, and before an address is
# exchanged for the node's. What the node itself sends, as the kubelet for probes, is not asked about.
queue_connections() {
  run_inside_test_host iptables --wait --table mangle --append FORWARD --match conntrack --ctstate NEW \
    --jump NFQUEUE --queue-num "$policy_queue" || die "the kernel of this machine does not queue packets, which NetworkPolicies need"
}

# load_images TAR...: makes them known to the node, as pulling would. After the first one, the layers that all have are there.
load_images() {
  local tar import imports=()
  load_image "$1"
  for tar in "${@:2}"; do
    load_image "$tar" &
    imports+=($!)
  done
  for import in ${imports[@]+"${imports[@]}"}; do
    wait "$import"
  done
}

load_image() {
  run_inside_test_host ctr --address "$test_host/run/containerd.sock" --namespace k8s.io images import "$1" >/dev/null \
    || die "the image is not loaded: $1"
}

load() {
  local rest
  take_state "$@"
  [ ${#rest[@]} -gt 0 ] || die "load needs the tar of an image; see control-plane --help"
  load_images "${rest[@]}"
}

on_node() {
  local rest
  take_state "$@"
  run_on_test_host "${rest[@]}"
}
