#!/bin/sh
# Gives each service an account in the cluster and a kubeconfig for it. Idempotent; a token is valid for a year.
#   KUBECONFIG  of a cluster administrator
#   SERVER      address of the API server between containers; the kubeconfig has the host's address
#   MANIFESTS   folder of the accounts and their RBAC rules, deploy/kubernetes
#   ACCOUNTS    folder with a folder per service
set -eu
cluster() { kubectl --server "$SERVER" "$@"; }

cluster apply -f "$MANIFESTS" >/dev/null
authority=$(kubectl config view --raw -o 'jsonpath={.clusters[0].cluster.certificate-authority-data}')
for folder in "$ACCOUNTS"/*; do
  service=${folder##*/}
  token=$(cluster create token "$service" --namespace keelstream --duration 8760h)
  cat >"$folder/kubeconfig.new" <<END
apiVersion: v1
kind: Config
clusters: [{name: default, cluster: {server: "$SERVER", certificate-authority-data: "$authority"}}]
users: [{name: $service, user: {token: "$token"}}]
contexts: [{name: default, context: {cluster: default, user: $service}}]
current-context: default
END
  chmod 444 "$folder/kubeconfig.new"
  mv "$folder/kubeconfig.new" "$folder/kubeconfig"
  echo "account $service: ready"
done
