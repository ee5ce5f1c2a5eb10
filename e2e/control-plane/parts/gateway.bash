# shellcheck shell=bash
# The Gateway API of a control plane, and Envoy Gateway as its controller: it watches the API server and runs Envoy as its child,
# which listens here on the port of each Gateway's listener and dies with it. The kinds' definitions were fetched by the build.

# Returns when routes would be answered for.
start_gateway() {
  local port
  for port in "${gateway_ports[@]}"; do
    port_free "$port" || die "port $port is taken, and Envoy Gateway needs it; it cannot be told to use another one"
  done
  kubectl apply --server-side -f "$(dirname "$(program_path envoy-gateway)")/definitions" >/dev/null
  kubectl wait --for=condition=Established --timeout=60s customresourcedefinition/httproutes.gateway.networking.k8s.io >/dev/null
  kubectl create namespace envoy-gateway-system --dry-run=client -o yaml | kubectl apply -f - >/dev/null
  kubectl apply -f - >/dev/null <<'CLASS'
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: envoy}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
CLASS
  prepare_gateway
  start_process envoy-gateway
  kubectl wait --for=condition=Accepted --timeout=60s gatewayclass/envoy >/dev/null \
    || die "Envoy Gateway does not work; $(last_words envoy-gateway)"
}

# Returns when the API server knows Istio's kinds.
define_istio() {
  kubectl apply --server-side -f "$(program_path istio-definitions)" >/dev/null
  kubectl wait --for=condition=Established --timeout=60s \
    customresourcedefinition/{virtualservices,destinationrules}.networking.istio.io >/dev/null
}

# Those that are constants in Envoy Gateway and that nothing else of a control plane uses.
readonly gateway_ports=(8080 8081 9443 18000 19000 19001)

# Envoy Gateway reads its certificates in /certs, which is a constant too. It sees a root of its own where that is a folder of the
# state; everything else there is the machine's.
prepare_gateway() {
  local home=$state/gateway
  mkdir -p "$home"/{config,data/envoy-versions,state,run,root}
  install -D "$(program_path envoy)" "$home/data/envoy-versions/$(envoy_version)/bin/envoy"
  cat >"$home/envoy-gateway.yaml" <<CONFIGURATION
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
gateway: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
provider:
  type: Custom
  custom:
    resource: {type: Kubernetes, kubernetes: {leaderElection: {disable: true}}}
    infrastructure:
      type: Host
      host: {configHome: "$home/config", dataHome: "$home/data", stateHome: "$home/state", runtimeDir: "$home/run"}
envoyProxy:
  provider: {type: Host, host: {envoyVersion: "$(envoy_version)"}}
  concurrency: 1
logging: {level: {default: info}}
CONFIGURATION
  "$(program_path envoy-gateway)" certgen --local --config-home "$home/config" >"$state/log/envoy-gateway.log" 2>&1 \
    || die "Envoy Gateway makes no certificates; $(last_words envoy-gateway)"
  prepare_process envoy-gateway unshare --mount "$here/parts/with-certificates" "$home/root" "$home/config/certs/envoy-gateway" \
    env KUBECONFIG="$state/admin.kubeconfig" "$(program_path envoy-gateway)" server --config-path "$home/envoy-gateway.yaml"
}
