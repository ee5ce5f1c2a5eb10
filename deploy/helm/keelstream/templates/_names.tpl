{{/* Labels of an object: include "keelstream.labels" (list $ "planner") */}}
{{- define "keelstream.labels" -}}
{{- $root := index . 0 -}}
{{ include "keelstream.selector" . }}
app.kubernetes.io/part-of: keelstream
app.kubernetes.io/version: {{ $root.Values.image.tag | default $root.Chart.AppVersion | quote }}
{{- end }}

{{/* Labels that select the pods of one service; with an empty name, the pods of the release. */}}
{{- define "keelstream.selector" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- with $service }}
app.kubernetes.io/name: {{ . }}
{{- end }}
{{- end }}

{{/* The image of a service: include "keelstream.image" (list $ "planner") */}}
{{- define "keelstream.image" -}}
{{- $root := index . 0 -}}
{{- $image := $root.Values.image -}}
{{ $image.repository }}/{{ index . 1 }}:{{ $image.tag | default $root.Chart.AppVersion }}
{{- end }}

{{/* The port of the receiver of spans, as a list in JSON; without one it is empty. */}}
{{- define "keelstream.tracingPorts" -}}
{{- $ports := list -}}
{{- with .Values.tracing.endpoint -}}
{{- $ports = append $ports (regexReplaceAll "^https?://[^/]+:([0-9]+)(/.*)?$" . "${1}" | int) -}}
{{- end -}}
{{- $ports | toJson -}}
{{- end }}

{{/* The ports of the bootstrap servers, as a list in JSON. */}}
{{- define "keelstream.kafkaPorts" -}}
{{- $ports := list -}}
{{- range splitList "," .Values.kafka.bootstrapServers -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (trim .) | int) -}}
{{- end -}}
{{- $ports | uniq | toJson -}}
{{- end }}
