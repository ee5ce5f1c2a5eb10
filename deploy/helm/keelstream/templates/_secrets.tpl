{{/*
The secrets of a service: passwords as environment variables, everything else as files below /etc/keelstream. Each service gets only
its own. Both take (list $ "planner").
*/}}
{{- define "keelstream.environment" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $values := $root.Values -}}
{{- if eq $values.kafka.security "scram" }}
- {{ include "keelstream.variable" (list "KAFKA_PASSWORD" (include "keelstream.kafkaSecret" .) "password") }}
{{- end }}
{{- if eq $name "git-watcher" }}
{{- if eq $values.secrets.plain "seal" }}
- {{ include "keelstream.variable" (list "DIGEST_KEY" $values.keysSecret "digest-key") }}
{{- end }}
{{- range $i, $repository := $values.repositories }}
{{- include "keelstream.proxyUser" (list $repository.proxy (printf "GIT_%d" $i)) }}
{{- with $repository.webhook }}
- {{ include "keelstream.variable" (list (printf "GIT_%d_WEBHOOK" $i) .secret "secret") }}
{{- end }}
{{- with $repository.credentials }}
{{- if eq .type "token" }}
- {{ include "keelstream.variable" (list (printf "GIT_%d_TOKEN" $i) .secret "token") }}
{{- else if eq .type "password" }}
- {{ include "keelstream.variable" (list (printf "GIT_%d_USERNAME" $i) .secret "username") }}
- {{ include "keelstream.variable" (list (printf "GIT_%d_PASSWORD" $i) .secret "password") }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if eq $name "git-watcher" }}
{{- range $i, $host := $values.sources.hosts }}
{{- include "keelstream.proxyUser" (list $host.proxy (printf "SOURCE_%d" $i)) }}
{{- with $host.credentials }}
{{- if eq .type "token" }}
- {{ include "keelstream.variable" (list (printf "SOURCE_%d_TOKEN" $i) .secret "token") }}
{{- else if eq .type "password" }}
- {{ include "keelstream.variable" (list (printf "SOURCE_%d_USERNAME" $i) .secret "username") }}
- {{ include "keelstream.variable" (list (printf "SOURCE_%d_PASSWORD" $i) .secret "password") }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- with list $values.javaOptions (index $values.services $name).javaOptions | compact | join " " }}
- {name: JDK_JAVA_OPTIONS, value: {{ . | quote }}}
{{- end }}
{{- end }}

{{- define "keelstream.proxyUser" -}}
{{- $proxy := index . 0 -}}
{{- if and (kindIs "map" $proxy) (dig "secret" "" ($proxy | default dict)) }}
- {{ include "keelstream.variable" (list (printf "%s_PROXY_USERNAME" (index . 1)) $proxy.secret "username") }}
- {{ include "keelstream.variable" (list (printf "%s_PROXY_PASSWORD" (index . 1)) $proxy.secret "password") }}
{{- end }}
{{- end }}

{{- define "keelstream.variable" -}}
{name: {{ index . 0 }}, valueFrom: {secretKeyRef: {name: {{ index . 1 }}, key: {{ index . 2 }}}}}
{{- end }}

{{- define "keelstream.files" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $values := $root.Values -}}
{{- $service := index $values.services $name -}}
- configMap: {name: {{ $root.Release.Name }}}
{{- if include "keelstream.kafkaTls" $root }}
- {{ include "keelstream.file" (list $values.kafka.authority.secret $values.kafka.authority.key "kafka/authority.crt") }}
{{- end }}
{{- if eq $values.kafka.security "mtls" }}
- {{ include "keelstream.file" (list (include "keelstream.kafkaSecret" .) $values.kafka.mtls.certificateKey "kafka/tls.crt") }}
- {{ include "keelstream.file" (list (include "keelstream.kafkaSecret" .) $values.kafka.mtls.privateKeyKey "kafka/tls.key") }}
{{- end }}
{{- if eq $name "planner" }}
- {{ include "keelstream.file" (list $values.keysSecret "digest-key" "keys/digest-key") }}
{{- end }}
{{- if and (eq $name "applier") (eq $values.secrets.plain "seal") }}
- {{ include "keelstream.file" (list $values.keysSecret "identity" "keys/identity") }}
{{- end }}
{{- if and (eq $name "canary-analyzer") $values.prometheus.tokenSecret }}
- {{ include "keelstream.file" (list $values.prometheus.tokenSecret "token" "prometheus/token") }}
{{- end }}
{{- if $service.cluster }}
{{- range $values.clusters }}
{{- if .kubeconfigSecret }}
- {{ include "keelstream.file" (list .kubeconfigSecret $name (printf "clusters/%s" .name)) }}
{{- end }}
{{- end }}
{{- end }}
{{- if eq $name "git-watcher" }}
{{- range $i, $host := $values.sources.hosts }}
{{- with $host.ca }}
- {{ include "keelstream.file" (list .secret .key (printf "sources/%d.crt" $i)) }}
{{- end }}
{{- if and (eq (dig "credentials" "type" "" $host) "exec") $host.credentials.secret }}
- {{ include "keelstream.file" (list $host.credentials.secret "credential" (printf "sources/%d/credential" $i)) }}
{{- end }}
{{- end }}
{{- range $i, $repository := $values.repositories }}
{{- with $repository.ca }}
- {{ include "keelstream.file" (list .secret .key (printf "git/%d.crt" $i)) }}
{{- end }}
{{- end }}
{{- range $values.repositories }}
{{- if eq (dig "credentials" "type" "" .) "ssh" }}
- {{ include "keelstream.file" (list .credentials.secret "ssh-privatekey" (printf "git/%s/ssh-privatekey" .name)) }}
- {{ include "keelstream.file" (list .credentials.secret "known_hosts" (printf "git/%s/known_hosts" .name)) }}
{{- else if and (eq (dig "credentials" "type" "" .) "exec") .credentials.secret }}
- {{ include "keelstream.file" (list .credentials.secret "credential" (printf "git/%s/credential" .name)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "keelstream.file" -}}
secret: {name: {{ index . 0 }}, items: [{key: {{ index . 1 }}, path: {{ index . 2 }}}]}
{{- end }}

{{/* The Secret that holds a service's password or certificate for Kafka. */}}
{{- define "keelstream.kafkaSecret" -}}
{{- $name := index . 1 -}}
{{- (index (index . 0).Values.services $name).secret | default $name -}}
{{- end }}
