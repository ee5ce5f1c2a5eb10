#!/bin/sh
# Gives each service an account in the cluster and a kubeconfig for it. May be run again; a token is good for a year.
#   KUBECONFIG  of somebody who may do everything
#   SERVER      address of the API among containers; the kubeconfig has that of the host
#   MANIFESTS   folder of the accounts and their rights, deploy/kubernetes
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
