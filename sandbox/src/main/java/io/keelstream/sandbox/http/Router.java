package io.keelstream.sandbox.http;

import io.keelstream.sandbox.access.Rights;
import io.keelstream.sandbox.discovery.DiscoveryDocuments;
import io.keelstream.sandbox.discovery.OpenApiDocuments;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.resource.Catalog;
import io.keelstream.sandbox.resource.GroupVersion;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.resource.Subresource;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Finds out what a request is about and whether it may be sent, counts it, lets faults have their way, and hands it on. Thread-safe. */
final class Router {

    private final Catalog catalog;
    private final DiscoveryDocuments discovery;
    private final OpenApiDocuments openApi;
    private final Reading reading;
    private final Watching watching;
    private final Writing writing;
    private final Scaling scaling;
    private final Faults faults;
    private final Rights rights = new Rights();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** The parts that do the work. */
    record Parts(Reading reading, Watching watching, Writing writing, Scaling scaling) {}

    Router(Catalog catalog, Parts parts, Faults faults, String prefix) {
        this.catalog = catalog;
        this.discovery = new DiscoveryDocuments(catalog);
        this.openApi = new OpenApiDocuments(catalog, prefix);
        this.reading = parts.reading();
        this.watching = parts.watching();
        this.writing = parts.writing();
        this.scaling = parts.scaling();
        this.faults = faults;
    }

    Rights rights() {
        return rights;
    }

    Map<String, Long> counts() {
        Map<String, Long> result = new TreeMap<>();
        counts.forEach((name, count) -> result.put(name, count.sum()));
        return result;
    }

    void serve(Exchange exchange) throws IOException {
        List<String> path = exchange.segments();
        boolean document = path.getFirst().equals("api") ? path.size() < 3 : path.size() < 4;
        if (document && !exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            throw Status.methodNotAllowed();
        }
        switch (path.getFirst()) {
            case "api" -> api(exchange, path);
            case "apis" -> apis(exchange, path);
            case "version" -> exchange.answer(200, discovery.version());
            case "healthz", "livez", "readyz" ->
                exchange.answer(200, "text/plain; charset=utf-8", "ok".getBytes(StandardCharsets.UTF_8));
            case "openapi" -> openApi(exchange, path);
            case "" -> exchange.answer(200, Tree.of("paths", discovery.paths()));
            default -> unknown(exchange);
        }
    }

    private void api(Exchange exchange, List<String> path) throws IOException {
        if (path.size() == 1) {
            if (aggregated(exchange)) {
                exchange.answer(200, DiscoveryDocuments.AGGREGATED, discovery.aggregated(true));
            } else {
                exchange.answer(200, discovery.coreVersions());
            }
        } else if (path.size() == 2) {
            resources(exchange, new GroupVersion("", path.get(1)));
        } else {
            resource(exchange, ResourcePath.of("", path.subList(1, path.size())));
        }
    }

    private void apis(Exchange exchange, List<String> path) throws IOException {
        switch (path.size()) {
            case 1 -> {
                if (aggregated(exchange)) {
                    exchange.answer(200, DiscoveryDocuments.AGGREGATED, discovery.aggregated(false));
                } else {
                    exchange.answer(200, discovery.groups());
                }
            }
            case 2 -> {
                Map<String, @Nullable Object> group = discovery.group(path.get(1));
                if (group == null) {
                    unknown(exchange);
                } else {
                    exchange.answer(200, group);
                }
            }
            case 3 -> resources(exchange, new GroupVersion(path.get(1), path.get(2)));
            default -> {
                if (discovery.group(path.get(1)) == null) {
                    unknown(exchange);
                } else {
                    resource(exchange, ResourcePath.of(path.get(1), path.subList(2, path.size())));
                }
            }
        }
    }

    private void resources(Exchange exchange, GroupVersion groupVersion) throws IOException {
        Map<String, @Nullable Object> resources = discovery.resources(groupVersion);
        if (resources == null) {
            if (discovery.group(groupVersion.group()) != null) {
                throw Status.notServed();
            }
            unknown(exchange);
        } else {
            exchange.answer(200, resources);
        }
    }

    private void openApi(Exchange exchange, List<String> path) throws IOException {
        if (path.size() >= 2 && path.get(1).equals("v3")) {
            Object document = path.size() == 2
                    ? openApi.index()
                    : openApi.document(String.join("/", path.subList(2, path.size())));
            if (document != null) {
                exchange.answer(200, document);
                return;
            }
        } else if (path.size() == 2 && path.get(1).equals("v2")) {
            exchange.answer(200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", openApi.second());
            return;
        }
        unknown(exchange);
    }

    private void resource(Exchange exchange, @Nullable ResourcePath path) throws IOException {
        Resource resource = path == null
                ? null
                : catalog.find(path.groupVersion().group(), path.groupVersion().version(), path.plural());
        if (path == null || resource == null) {
            throw Status.notServed();
        }
        boolean misplaced = resource.namespaced()
                ? path.namespace().isEmpty() && !path.name().isEmpty()
                : !path.namespace().isEmpty();
        if (misplaced) {
            throw Status.notServed();
        }
        Call call = new Call(exchange, resource, path.namespace(), path.name(), path.subresource());
        String verb = call.verb();
        String target = call.target();
        counts.computeIfAbsent(verb + " " + target + (dryRun(call) ? " dry-run" : ""), _ -> new LongAdder())
                .increment();
        rights.demand(exchange.header("Impersonate-User"), verb, resource, path.namespace(), path.name());
        List<Fault> hit = faults.on(verb, target);
        boolean silent = !hit.isEmpty() && RequestFaults.of(hit, call.bytes());
        if (hit.stream().anyMatch(Fault.ResetBefore.class::isInstance)) {
            exchange.reset();
            return;
        }
        if (silent) {
            exchange.forgetAnswer();
        }
        dispatch(call, verb);
    }

    private static boolean dryRun(Call call) {
        return call.exchange().parameter("dryRun").equals("All");
    }

    private void dispatch(Call call, String verb) throws IOException {
        requireServed(call, verb);
        if (call.subresource().equals("scale") && verb.equals("get")) {
            call.exchange().answer(200, scaling.get(call.resource(), call.namespace(), call.name()));
            return;
        }
        if (call.subresource().equals("log")) {
            reading.log(call);
            return;
        }
        switch (verb) {
            case "get" -> reading.get(call);
            case "list" -> reading.list(call);
            case "watch" -> watching.watch(call);
            case "create" -> writing.create(call);
            case "update" -> writing.update(call);
            case "patch" -> writing.patch(call);
            case "apply" -> writing.apply(call);
            case "delete" -> writing.delete(call);
            default -> writing.deleteCollection(call);
        }
    }

    private static void requireServed(Call call, String verb) {
        String served = verb.equals("apply") ? "patch" : verb;
        boolean collectionVerb = served.equals("create") || served.equals("deletecollection");
        if (call.subresource().isEmpty()) {
            boolean misplaced =
                    collectionVerb != call.name().isEmpty() && !served.equals("list") && !served.equals("watch");
            if (misplaced || !call.resource().verbs().contains(served)) {
                throw Status.methodNotAllowed();
            }
            return;
        }
        Subresource part = call.resource().subresources().get(call.subresource());
        if (part == null) {
            throw Status.notServed();
        }
        if (!part.verbs().contains(served)) {
            throw Status.methodNotAllowed();
        }
    }

    private static boolean aggregated(Exchange exchange) {
        String accept = exchange.header("Accept");
        return accept.contains("as=APIGroupDiscoveryList") && accept.contains("v=v2");
    }

    private static void unknown(Exchange exchange) throws IOException {
        exchange.answer(404, "text/plain; charset=utf-8", "404 page not found\n".getBytes(StandardCharsets.UTF_8));
    }
}
