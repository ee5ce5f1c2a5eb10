{{/* The application.yaml of all services; `configuration` of the values takes precedence. It contains no secrets. */}}
{{- define "keelstream.configuration" -}}
{{- $written := fromYaml (include "keelstream.configuration.chart" .) -}}
{{- toYaml (mergeOverwrite $written (deepCopy .Values.configuration)) -}}
{{- end }}

{{- define "keelstream.configuration.chart" -}}
{{- $kafka := .Values.kafka -}}
{{- $seals := eq .Values.secrets.plain "seal" -}}
keelstream:
  installation: {{ .Values.installation }}
  state: /var/lib/keelstream/git
  digest-key-file: /etc/keelstream/keys/digest-key
  {{- if $seals }}
  sealing-identity-file: /etc/keelstream/keys/identity
  {{- end }}
  {{- if .Values.secrets.sopsIdentities }}
  sops-identities: /etc/keelstream-sops
  {{- end }}
  secrets:
    plain: {{ .Values.secrets.plain }}
    {{- if $seals }}
    recipient: {{ .Values.secrets.recipient }}
    digest-key: ${DIGEST_KEY:}
    {{- end }}
  clusters:
    {{- range .Values.clusters }}
    - name: {{ .name }}
      {{- if .kubeconfigSecret }}
      kubeconfig: /etc/keelstream/clusters/{{ .name }}
      {{- end }}
      {{- with .impersonate }}
      impersonate: {{ . | quote }}
      {{- end }}
      {{- with .maxConcurrentReleases }}
      max-concurrent-releases: {{ . }}
      {{- end }}
      {{- with .kubeVersion }}
      kube-version: {{ . | quote }}
      {{- end }}
      {{- with .apiVersions }}
      api-versions: {{ toJson . }}
      {{- end }}
    {{- end }}
  {{- with .Values.decisions.actors }}
  decisions:
    actors: {{- toYaml . | nindent 6 }}
  {{- end }}
  {{- with .Values.tenants }}
  tenants: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.prometheus }}
  {{- if .url }}
  metrics:
    sources:
      - url: {{ .url }}
        {{- if .tokenSecret }}
        bearer-token-file: /etc/keelstream/prometheus/token
        {{- end }}
  {{- end }}
  {{- end }}
  {{- with .Values.notifications.sinks }}
  notifier:
    sinks: {{- toYaml . | nindent 6 }}
  {{- end }}
  repositories:
    {{- range $i, $repository := .Values.repositories }}
    - {{ omit $repository "credentials" "webhook" "verify" "ca" "proxy" | toYaml | nindent 6 | trim }}
      {{- with $repository.credentials }}
      credentials:
        {{- include "keelstream.credentials" (list $i $repository.name .) | nindent 8 }}
      {{- end }}
      {{- with $repository.proxy }}
      proxy:
        {{- include "keelstream.proxy" (list . (printf "GIT_%d" $i)) | nindent 8 }}
      {{- end }}
      {{- if $repository.ca }}
      ca: /etc/keelstream/git/{{ $i }}.crt
      {{- end }}
      {{- with $repository.webhook }}
      webhook:
        provider: {{ .provider }}
        secret: ${GIT_{{ $i }}_WEBHOOK:}
      {{- end }}
      {{- with $repository.verify }}
      verify:
        {{- with .signatures }}
        signatures: {{ . }}
        {{- end }}
        {{- with .merges }}
        merges: {{ . }}
        {{- end }}
        {{- with .keys }}
        keys: /etc/keelstream-signers/{{ . }}
        {{- end }}
        {{- with .paths }}
        paths:
          {{- range . }}
          - {path: {{ .path | quote }}, keys: /etc/keelstream-signers/{{ .keys }}}
          {{- end }}
        {{- end }}
      {{- end }}
    {{- else }} []
    {{- end }}
  {{- if or .Values.renderers .Values.sources.hosts }}
  renderers:
  {{- with .Values.renderers }}
    exec: {{- toYaml . | nindent 6 }}
  {{- end }}
  {{- with .Values.sources.hosts }}
    sources:
      hosts:
        {{- range $i, $host := . }}
        - {{ omit $host "credentials" "ca" "proxy" | toYaml | nindent 10 | trim }}
          {{- with $host.credentials }}
          {{- if eq .type "token" }}
          token: ${SOURCE_{{ $i }}_TOKEN:}
          {{- else if eq .type "exec" }}
          exec: {{- toYaml .exec | nindent 12 }}
          {{- else }}
          user: ${SOURCE_{{ $i }}_USERNAME:}
          password: ${SOURCE_{{ $i }}_PASSWORD:}
          {{- end }}
          {{- end }}
          {{- with $host.proxy }}
          proxy:
            {{- include "keelstream.proxy" (list . (printf "SOURCE_%d" $i)) | nindent 12 }}
          {{- end }}
          {{- if $host.ca }}
          ca: /etc/keelstream/sources/{{ $i }}.crt
          {{- end }}
        {{- end }}
  {{- end }}
  {{- end }}
  {{- if include "keelstream.webhooks" . }}
  webhooks:
    address: 0.0.0.0
    port: {{ .Values.webhooks.port }}
  {{- end }}
management:
  server:
    address: 0.0.0.0
    port: 8081
spring:
  kafka:
    bootstrap-servers: {{ $kafka.bootstrapServers | quote }}
    {{- if eq $kafka.security "scram" }}
    security.protocol: {{ ternary "SASL_SSL" "SASL_PLAINTEXT" $kafka.scram.tls }}
    properties:
      sasl.mechanism: {{ $kafka.scram.mechanism }}
      sasl.jaas.config: >-
        org.apache.kafka.common.security.scram.ScramLoginModule required
        username="${spring.application.name}" password="${KAFKA_PASSWORD}";
    {{- else if eq $kafka.security "mtls" }}
    security.protocol: SSL
    {{- end }}
    {{- if include "keelstream.kafkaTls" . }}
    ssl.bundle: kafka
  ssl.bundle.pem.kafka:
    truststore.certificate: file:/etc/keelstream/kafka/authority.crt
    {{- if eq $kafka.security "mtls" }}
    keystore:
      certificate: file:/etc/keelstream/kafka/tls.crt
      private-key: file:/etc/keelstream/kafka/tls.key
    {{- end }}
    {{- end }}
{{- with .Values.tracing.endpoint }}
otel:
  exporter.otlp.endpoint: {{ . }}
  # A pod's host name is its name.
  resource.attributes: k8s.pod.name=${HOSTNAME:unknown}
{{- end }}
{{- end }}

{{/* The ConfigMaps of public keys, as a list in JSON. */}}
{{- define "keelstream.signers" -}}
{{- $maps := list -}}
{{- range .Values.repositories -}}
{{- with .verify -}}
{{- with .keys }}{{ $maps = append $maps . }}{{ end -}}
{{- range .paths }}{{ $maps = append $maps .keys }}{{ end -}}
{{- end -}}
{{- end -}}
{{- $maps | uniq | toJson -}}
{{- end }}

{{/* Not empty where a repository has a webhook. */}}
{{- define "keelstream.webhooks" -}}
{{- range .Values.repositories }}{{ if .webhook }}yes{{ end }}{{ end -}}
{{- end }}

{{/* Not empty where connections to the brokers use TLS. */}}
{{- define "keelstream.kafkaTls" -}}
{{- $kafka := .Values.kafka -}}
{{- if or (eq $kafka.security "mtls") (and (eq $kafka.security "scram") $kafka.scram.tls) }}yes{{ end -}}
{{- end }}

{{/* A proxy, whose user is in variables that begin alike: include "keelstream.proxy" (list $proxy "GIT_0") */}}
{{- define "keelstream.proxy" -}}
{{- $proxy := index . 0 -}}
{{- if kindIs "string" $proxy -}}
url: {{ $proxy | quote }}
{{- else -}}
url: {{ $proxy.url | quote }}
{{- if $proxy.secret }}
user: ${{ printf "{%s_PROXY_USERNAME:}" (index . 1) }}
password: ${{ printf "{%s_PROXY_PASSWORD:}" (index . 1) }}
{{- end }}
{{- with $proxy.noProxy }}
no-proxy: {{ toJson . }}
{{- end }}
{{- end }}
{{- end }}

{{/* How the git-watcher authenticates with a repository: include "keelstream.credentials" (list 0 "infra" $credentials) */}}
{{- define "keelstream.credentials" -}}
{{- $number := index . 0 -}}
{{- $folder := printf "/etc/keelstream/git/%s" (index . 1) -}}
{{- $type := (index . 2).type -}}
{{- if eq $type "token" -}}
token: ${GIT_{{ $number }}_TOKEN:}
{{- else if eq $type "password" -}}
user: ${GIT_{{ $number }}_USERNAME:}
password: ${GIT_{{ $number }}_PASSWORD:}
{{- else if eq $type "exec" -}}
exec: {{- toYaml (index . 2).exec | nindent 2 }}
{{- else -}}
key: {{ $folder }}/ssh-privatekey
known-hosts: {{ $folder }}/known_hosts
{{- end }}
{{- end }}
