package io.keelstream.canary.query;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Queries for what many applications and routers expose. Those of applications expect the labels {@code namespace} and {@code pod}
 * on the series, as Prometheus' discovery of pods sets them. Those of routers see one Service per arm and need no label of a pod.
 */
public enum Preset {
    /**
     * The HTTP server of Spring Boot as Micrometer exposes it; requests to the actuator do not count. Histograms need the
     * property {@code management.metrics.distribution.percentiles-histogram.http.server.requests=true}.
     */
    SPRING_BOOT_HTTP(
            "spring-boot-http",
            new Requests(
                    "__name__=\"http_server_requests_seconds_count\"",
                    "__name__=\"http_server_requests_seconds_bucket\"",
                    Requests.PODS + ",uri!~\"/actuator.*\"",
                    "status=~\"5..\"",
                    "status!~\"5..\"")),
    /**
     * {@code http.server.request.duration} of OpenTelemetry's semantic conventions; exporters differ in whether the unit is part of
     * the name.
     */
    OTEL_HTTP(
            "otel-http",
            new Requests(
                    "__name__=~\"http_server_request_duration(_seconds)?_count\"",
                    "__name__=~\"http_server_request_duration(_seconds)?_bucket\"",
                    Requests.PODS,
                    "http_response_status_code=~\"5..\"",
                    "http_response_status_code!~\"5..\"")),
    /** gRPC servers with the names of go-grpc-prometheus, which others took over. Codes that are the caller's fault are no failures. */
    GRPC_SERVER(
            "grpc-server",
            new Requests(
                    "__name__=\"grpc_server_handled_total\"",
                    "__name__=\"grpc_server_handling_seconds_bucket\"",
                    Requests.PODS,
                    "grpc_code=~\"" + Requests.GRPC_FAILURES + "\"",
                    "grpc_code!~\"" + Requests.GRPC_FAILURES + "\"")),
    /**
     * What Linkerd's proxy beside a pod answers inbound, but for the kubelet's probes and what asks the proxy itself (port 4191), a
     * Prometheus for example; milliseconds.
     */
    LINKERD(
            "linkerd",
            new Requests(
                    "__name__=\"response_total\"",
                    "__name__=\"response_latency_ms_bucket\"",
                    Requests.PODS + ",direction=\"inbound\",route_name!=\"probe\",target_port!=\"4191\"",
                    "classification=\"failure\"",
                    "classification=\"success\"")),
    /** What proxies of an Istio mesh see of an arm's Service, before the arm answers or not; milliseconds. Code 0 means no answer. */
    ISTIO(
            "istio",
            new Requests(
                    "__name__=\"istio_requests_total\"",
                    "__name__=\"istio_request_duration_milliseconds_bucket\"",
                    "reporter=\"source\",destination_service_namespace=\"{{namespace}}\",destination_service_name=\"{{service}}\"",
                    "response_code=~\"5..|0\"",
                    "response_code!~\"5..|0\"")),
    /**
     * What Traefik's entry points pass on to an arm's Service, which Traefik calls {@code <namespace>-<service>-<port>@<provider>}, for
     * a Gateway with the route in front.
     */
    TRAEFIK(
            "traefik",
            new Requests(
                    "__name__=\"traefik_service_requests_total\"",
                    "__name__=\"traefik_service_request_duration_seconds_bucket\"",
                    "service=~\"{{namespace}}-{{service}}(-http)?-[a-z0-9]+@.*\"",
                    "code=~\"5..\"",
                    "code!~\"5..\"")),
    /** ingress-nginx, by the Service behind it; scraped with {@code honorLabels: true}. */
    INGRESS_NGINX(
            "ingress-nginx",
            new Requests(
                    "__name__=\"nginx_ingress_controller_requests\"",
                    "__name__=\"nginx_ingress_controller_request_duration_seconds_bucket\"",
                    "namespace=\"{{namespace}}\",service=\"{{service}}\"",
                    "status=~\"5..\"",
                    "status!~\"5..\"")),
    /** The heap of a JVM as Micrometer exposes it; bytes in use. */
    JVM_HEAP("jvm-heap", new Level("jvm_memory_used_bytes", "area=\"heap\"", "id", false)),
    /** The heap of a Go program; bytes in use. */
    GO_HEAP("go-heap", new Level("go_memstats_heap_inuse_bytes", "", "", false)),
    /** Goroutines of a Go program. */
    GO_GOROUTINES("go-goroutines", new Level("go_goroutines", "", "", false)),
    /** How late Node.js' event loop is, the 99th percentile by prom-client; seconds. */
    NODEJS_EVENT_LOOP("nodejs-event-loop", new Level("nodejs_eventloop_lag_p99_seconds", "", "", false)),
    /** What cAdvisor says of a pod's processor time; cores. */
    CONTAINER_CPU("container-cpu", new OfContainers("container_cpu_usage_seconds_total", "container,cpu", true)),
    /** What cAdvisor says of a pod's memory that cannot be reclaimed; bytes. */
    CONTAINER_MEMORY("container-memory", new OfContainers("container_memory_working_set_bytes", "container", false));

    /** What a preset asks for. */
    private sealed interface Source permits Requests, Level, OfContainers {

        Optional<MetricQuery> query(MetricConfig metric);
    }

    /** Presets that would not tell the arms apart, each with what to do instead. */
    private static final String ENVOY_GATEWAY = "envoy-gateway";

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // both kinds are records of strings
    private final Source source;

    Preset(String word, Source source) {
        this.word = word;
        this.source = source;
    }

    /** The name in a configuration. */
    public String word() {
        return word;
    }

    /**
     * What a preset asks for a metric.
     *
     * @throws IllegalArgumentException when there is no such preset, or it has nothing of the metric's kind
     */
    public static MetricQuery query(String word, MetricConfig metric) {
        if (word.equals(ENVOY_GATEWAY)) {
            throw new IllegalArgumentException(
                    "Envoy Gateway counts all backends of a rule as one cluster, so its metrics"
                            + " cannot tell the arms apart: use a preset of the pods, for example otel-http");
        }
        Preset preset = Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no preset '" + word + "'; there are "
                        + String.join(", ", words()) + ". Give a query instead"));
        return preset.source
                .query(metric)
                .orElseThrow(() -> new IllegalArgumentException(
                        "preset '" + word + "' has nothing for this kind of metric; give a query instead"));
    }

    private static List<String> words() {
        return Arrays.stream(values()).map(Preset::word).sorted().toList();
    }

    /**
     * Counters of requests, and a histogram of how long they took.
     *
     * @param count matcher of the name of the counter
     * @param buckets matcher of the name of the histogram's buckets
     * @param arm matchers of an arm
     * @param failed matcher of requests that failed
     * @param good matcher of those that did not
     */
    private record Requests(String count, String buckets, String arm, String failed, String good) implements Source {

        private static final String PODS = "namespace=\"{{namespace}}\",pod=~\"{{pods}}\"";
        private static final String GRPC_FAILURES =
                "(?i:unknown|deadline_?exceeded|unimplemented|internal|unavailable|data_?loss)";

        @Override
        public Optional<MetricQuery> query(MetricConfig metric) {
            return switch (metric) {
                case RatioMetric ratio -> Optional.of(new MetricQuery.Shares(of(count, failed), of(count, "")));
                case SloMetric slo -> Optional.of(new MetricQuery.Shares(of(count, good), of(count, "")));
                case HistogramMetric histogram -> Optional.of(new MetricQuery.Histogram(of(buckets, "")));
                case GaugeMetric gauge -> Optional.empty();
            };
        }

        private String of(String name, String matcher) {
            return "{" + name + "," + arm + (matcher.isEmpty() ? "" : "," + matcher) + "}";
        }
    }

    /**
     * A level per pod: the sum of its parts, each counted once however many scrapes bring it.
     *
     * @param name of the series
     * @param matchers besides those of an arm
     * @param parts labels of the parts
     * @param counter whether it is a counter, whose rate is the level
     */
    private record Level(String name, String matchers, String parts, boolean counter) implements Source {

        @Override
        public Optional<MetricQuery> query(MetricConfig metric) {
            return metric instanceof GaugeMetric ? Optional.of(new MetricQuery.Levels(expression())) : Optional.empty();
        }

        String expression() {
            String selector = name + "{" + Requests.PODS + (matchers.isEmpty() ? "" : "," + matchers) + "}";
            String value = counter ? "rate(" + selector + "[2m])" : selector;
            String once = "max by (pod" + (parts.isEmpty() ? "" : "," + parts) + ") (" + value + ")";
            return parts.isEmpty() ? once : "sum by (pod) (" + once + ")";
        }
    }

    /**
     * A level of the containers of each pod. Where cAdvisor does not reach the container runtime it knows containers by their cgroups
     * alone, and names the pod only of the pod's own cgroup, which counts there.
     *
     * @param name of the series
     * @param parts labels of the parts
     * @param counter whether it is a counter, whose rate is the level
     */
    private record OfContainers(String name, String parts, boolean counter) implements Source {

        @Override
        public Optional<MetricQuery> query(MetricConfig metric) {
            Level containers = new Level(name, "container!=\"\",container!=\"POD\"", parts, counter);
            Level pods = new Level(name, "container=\"\"", parts, counter);
            return metric instanceof GaugeMetric
                    ? Optional.of(new MetricQuery.Levels(containers.expression() + " or " + pods.expression()))
                    : Optional.empty();
        }
    }
}
