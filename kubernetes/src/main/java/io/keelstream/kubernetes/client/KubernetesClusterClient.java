package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.client.ApiRequest.Body;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The client of a real API server: every method finds the resource, builds one request, sends it through the
 * {@link Transport} and reads the answer. Thread-safe.
 */
final class KubernetesClusterClient implements ClusterClient {

    private static final ResourceType NAMESPACE =
            new ResourceType("", "v1", "Namespace", "namespaces", false, java.util.Set.of());

    private final ClusterSettings settings;
    private final ClusterParts parts;
    private final CallTerms terms;
    private final boolean owner;

    /** The owner of the parts. */
    KubernetesClusterClient(ClusterSettings settings, ClusterParts parts) {
        this(settings, parts, CallTerms.ORDINARY, true);
    }

    private KubernetesClusterClient(ClusterSettings settings, ClusterParts parts, CallTerms terms, boolean owner) {
        this.settings = settings;
        this.parts = parts;
        this.terms = terms;
        this.owner = owner;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public ApiResult<String> uid() {
        return parts.uid(this::currentUid);
    }

    @Override
    public ApiResult<String> currentUid() {
        return new KubernetesClusterClient(settings, parts, terms.as(null), false)
                .read(Accept.METADATA, NAMESPACE, "", "kube-system")
                .map(Manifest::uid);
    }

    @Override
    public Discovery discovery() {
        return parts.discovery();
    }

    @Override
    public ApiResult<String> version() {
        ApiRequest request = ApiRequest.version();
        return parts.transport()
                .send(request, terms)
                .flatMap(answer -> ApiErrors.read(request, answer))
                .flatMap(answer -> ServerVersion.read(answer.at("gitVersion") instanceof String text ? text : "")
                        .<ApiResult<String>>map(ApiResult.Ok::new)
                        .orElseGet(() -> new ApiResult.Failed<>(
                                ApiErrors.notFound("the server does not say which version of Kubernetes it runs"))));
    }

    @Override
    public ApiResult<Manifest> get(ObjectReference reference) {
        return preferred(reference, type -> get(type, reference.namespace(), reference.name()));
    }

    @Override
    public ApiResult<Manifest> get(ResourceType type, String namespace, String name) {
        return read(Accept.OBJECT, type, namespace, name);
    }

    @Override
    public ApiResult<Manifest> getMetadata(ObjectReference reference) {
        return preferred(reference, type -> read(Accept.METADATA, type, reference.namespace(), reference.name()));
    }

    @Override
    public ApiResult<List<Manifest>> list(ResourceType type, String namespace, String labelSelector) {
        return list(new WatchRequest(type, namespace, labelSelector, false));
    }

    @Override
    public ApiResult<List<Manifest>> listMetadata(ResourceType type, String namespace, String labelSelector) {
        return list(new WatchRequest(type, namespace, labelSelector, true));
    }

    @Override
    public ApiResult<List<Manifest>> warnings(String namespace, String uid) {
        Map<String, String> query = Map.of("fieldSelector", "type=Warning,involvedObject.uid=" + uid);
        return parts.discovery()
                .find("v1", "Event")
                .flatMap(events -> Targets.collection(events, namespace)
                        .flatMap(target -> send(
                                events, new ApiRequest(Verb.LIST, target, query, Accept.OBJECT.many(), null, false)))
                        .map(list -> Manifest.list(list.at("items")).stream()
                                .map(item -> Accept.named(events, Manifest.map(item)))
                                .toList()));
    }

    @Override
    public ApiResult<String> log(Manifest pod, String container, int lines, int bytes) {
        Map<String, String> query = Map.of(
                "container", container,
                "tailLines", Integer.toString(lines),
                "limitBytes", Integer.toString(bytes));
        return parts.discovery()
                .find("v1", "Pod")
                .flatMap(pods -> Targets.object(pods, pod.namespace(), pod.name()))
                .flatMap(target -> parts.transport()
                        .send(
                                new ApiRequest(Verb.GET, target.part("log"), query, "text/plain, */*", null, false),
                                terms))
                .map(answer -> new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Override
    public ApiResult<Manifest> apply(Manifest body, ApplyOptions options) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fieldManager", options.fieldManager());
        query.put("fieldValidation", "Strict");
        if (options.force()) {
            query.put("force", "true");
        }
        return exactly(
                body,
                type -> Targets.object(type, body.namespace(), body.name()).flatMap(target -> {
                    Body json = new Body("application/apply-patch+yaml", Json.write(body.tree()));
                    return send(type, write(Verb.APPLY, target, query, json, options.dryRun()));
                }));
    }

    @Override
    public ApiResult<Manifest> create(Manifest body, String fieldManager, boolean dryRun) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fieldManager", fieldManager);
        query.put("fieldValidation", "Strict");
        return exactly(
                body,
                type -> Targets.object(type, body.namespace(), body.name())
                        .flatMap(ignored -> Targets.collection(type, body.namespace()))
                        .flatMap(target -> {
                            Body json = new Body(ApiRequest.JSON, Json.write(body.tree()));
                            return send(type, write(Verb.CREATE, target, query, json, dryRun));
                        }));
    }

    @Override
    public ApiResult<Manifest> dryRunPatch(Manifest object, Object patch, String fieldManager) {
        Map<String, String> query = Map.of("fieldManager", fieldManager, "fieldValidation", "Strict");
        return exactly(
                object,
                type -> Targets.object(type, object.namespace(), object.name()).flatMap(target -> {
                    Body json = new Body("application/merge-patch+json", Json.write(patch));
                    return send(type, write(Verb.PATCH, target, query, json, true));
                }));
    }

    @Override
    public ApiResult<Manifest> patch(ObjectReference reference, String contentType, Object patch, String fieldManager) {
        Map<String, String> query = Map.of("fieldManager", fieldManager, "fieldValidation", "Strict");
        return preferred(
                reference,
                type -> Targets.object(type, reference.namespace(), reference.name())
                        .flatMap(target -> {
                            Body json = new Body(contentType, Json.write(patch));
                            return send(type, write(Verb.PATCH, target, query, json, false));
                        }));
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no value but null
    public ApiResult<Void> delete(ObjectReference reference, @Nullable String uid, boolean foreground, boolean dryRun) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("apiVersion", "v1");
        options.put("kind", "DeleteOptions");
        options.put("propagationPolicy", foreground ? "Foreground" : "Background");
        if (uid != null) {
            options.put("preconditions", Map.of("uid", uid));
        }
        if (dryRun) {
            options.put("dryRun", List.of("All"));
        }
        Body json = new Body(ApiRequest.JSON, Json.write(options));
        return preferred(
                reference,
                type -> Targets.object(type, reference.namespace(), reference.name())
                        .flatMap(target -> parts.transport()
                                .send(write(Verb.DELETE, target, Map.of(), json, dryRun), terms)
                                .map(answer -> null)));
    }

    @Override
    public Watch watch(WatchRequest request, WatchListener listener) {
        return parts.watch(request, listener);
    }

    @Override
    public ClusterClient guardedBy(WriteGuard other) {
        return on(terms.guardedBy(other));
    }

    @Override
    public ClusterClient onBehalfOf(String namespace) {
        Impersonation impersonation = settings.impersonation();
        return on(terms.as(impersonation == null ? null : impersonation.of(namespace)));
    }

    @Override
    public ClusterClient until(Instant deadline) {
        return on(terms.until(deadline));
    }

    @Override
    public ClusterClient urgently() {
        return on(terms.urgently());
    }

    private ClusterClient on(CallTerms other) {
        return new KubernetesClusterClient(settings, parts, other, false);
    }

    @Override
    public Duration sinceLastAnswer() {
        return parts.pulse().sinceHeard();
    }

    @Override
    public void close() {
        if (owner) {
            parts.close();
        }
    }

    private ApiResult<Manifest> read(Accept accept, ResourceType type, String namespace, String name) {
        return Targets.object(type, namespace, name)
                .flatMap(target -> send(type, new ApiRequest(Verb.GET, target, Map.of(), accept.one(), null, false)));
    }

    private ApiResult<List<Manifest>> list(WatchRequest request) {
        return parts.lists().all(request, terms).map(Listing::objects);
    }

    private ApiResult<Manifest> send(ResourceType type, ApiRequest request) {
        return parts.transport()
                .send(request, terms)
                .flatMap(answer -> ApiErrors.read(request, answer))
                .map(object -> Accept.named(type, object.tree()));
    }

    private static ApiRequest write(
            Verb verb, ApiRequest.Target target, Map<String, String> query, Body body, boolean dryRun) {
        Map<String, String> complete = new LinkedHashMap<>(query);
        if (dryRun && verb != Verb.DELETE) {
            complete.put("dryRun", "All");
        }
        return new ApiRequest(verb, target, complete, ApiRequest.JSON, body, dryRun);
    }

    private <T> ApiResult<T> preferred(ObjectReference reference, Function<ResourceType, ApiResult<T>> use) {
        return parts.discovery().preferred(reference.groupKind()).flatMap(use);
    }

    private <T> ApiResult<T> exactly(Manifest body, Function<ResourceType, ApiResult<T>> use) {
        if (body.apiVersion().isEmpty() || body.kind().isEmpty()) {
            return new ApiResult.Failed<>(
                    ApiErrors.permanent("an object named \"" + body.name() + "\" has no apiVersion or no kind"));
        }
        return parts.discovery().find(body.apiVersion(), body.kind()).flatMap(use);
    }
}
