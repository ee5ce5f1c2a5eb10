package io.keelstream.planner.resolve;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.tenant.TenantRule;
import io.keelstream.planner.change.Changed;
import io.keelstream.planner.cluster.Answers;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.identity.Identities;
import io.keelstream.planner.mark.Marked;
import io.keelstream.planner.ownership.Subject;
import io.keelstream.planner.plan.PlanRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the place of every changed object in the cluster, one after the other. For one use. */
final class Resolver {

    private final ClusterView cluster;
    private final Desired desired;
    private final OwnerMark own;
    private final int shard;
    private final Definitions definitions;
    private final Set<String> broughtNamespaces = new HashSet<>();
    private final Map<String, NamespaceState> namespaces = new HashMap<>();
    private final Map<ObjectReference, Changed> seen = new HashMap<>();

    private final List<Resolved> resolved = new ArrayList<>();
    private final List<Problem> failures = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private @Nullable String namespaceToCreate;

    private enum NamespaceState {
        THERE,
        TERMINATING,
        /** The plan brings it: the server does not know it yet. */
        BROUGHT,
        ABSENT
    }

    Resolver(ClusterView cluster, PlanRequest request) {
        List<Changed> changed = request.changes().changed();
        this.cluster = cluster;
        this.desired = request.desired();
        this.own = request.own();
        this.shard = request.shard();
        this.definitions = new Definitions(changed);
        for (Changed each : changed) {
            ObjectReference reference = ObjectReference.parse(each.desired().reference());
            if (reference.group().isEmpty() && reference.kind().equals("Namespace")) {
                broughtNamespaces.add(reference.name());
            }
        }
        changed.forEach(this::resolve);
    }

    Resolution resolution() {
        return new Resolution(resolved, failures, warnings, namespaceToCreate);
    }

    private void resolve(Changed changed) {
        Manifest manifest = new Manifest(changed.desired().body());
        ObjectReference written = ObjectReference.parse(changed.desired().reference());
        Definitions.Definition definition = definitions.of(manifest.groupKind());
        boolean served;
        boolean namespaced;
        switch (cluster.client().discovery().find(manifest.apiVersion(), manifest.kind())) {
            case ApiResult.Ok<ResourceType>(ResourceType type) -> {
                served = true;
                namespaced = type.namespaced();
            }
            case ApiResult.Failed<ResourceType>(ApiError error)
            when error.kind() == ApiError.Kind.DEPENDENCY -> {
                failures.add(new TransientFailure(error)
                        .problem(desired.cluster(), changed.desired().reference()));
                return;
            }
            case ApiResult.Failed<ResourceType>(ApiError error)
            when error.kind() != ApiError.Kind.NOT_FOUND -> throw new TransientFailure(error);
            case ApiResult.Failed<ResourceType> failed -> {
                served = false;
                namespaced = definition == null || definition.namespaced();
                if (!foreseen(changed, manifest, definition)) {
                    return;
                }
                // Its scope is not known: it has to be allowed as either.
                if (definition == null
                        && foreign(changed, written.inNamespace(""), TenantRule.Scope.CLUSTER, manifest)) {
                    return;
                }
            }
        }
        place(changed, manifest, inScope(written, namespaced), served, definition != null);
    }

    private ObjectReference inScope(ObjectReference written, boolean namespaced) {
        if (!namespaced) {
            return written.inNamespace("");
        }
        return written.namespace().isEmpty() ? written.inNamespace(desired.namespace()) : written;
    }

    private boolean foreseen(Changed changed, Manifest manifest, Definitions.@Nullable Definition definition) {
        String version = manifest.apiVersion().substring(manifest.apiVersion().indexOf('/') + 1);
        if (definition != null && definition.versions().contains(version)) {
            return true;
        }
        if (changed.rules().skipDryRunOnMissing()) {
            return true;
        }
        failures.add(Reason.UNKNOWN_KIND.problem(
                "the cluster serves no " + manifest.kind() + " in " + manifest.apiVersion() + "; "
                        + (cluster.client().discovery().preferred(manifest.groupKind())
                                        instanceof ApiResult.Ok<ResourceType>(ResourceType served)
                                ? "it serves it in " + served.apiVersion() + ": change apiVersion"
                                : "correct apiVersion or kind, or add its CustomResourceDefinition to the bundle"),
                changed.desired().reference()));
        return false;
    }

    /** Whether a tenant may not have the object, which is a problem then. */
    private boolean foreign(Changed changed, ObjectReference reference, TenantRule.Scope scope, Manifest manifest) {
        Optional<String> refusal = TenantRule.refusal(desired.tenants(), reference, scope, manifest);
        refusal.ifPresent(why -> failures.add(Reason.TENANT_LIMIT.problem(why, file(changed))));
        return refusal.isPresent();
    }

    private void place(
            Changed changed, Manifest manifest, ObjectReference reference, boolean served, boolean kindChanges) {
        TenantRule.Scope scope =
                reference.namespace().isEmpty() ? TenantRule.Scope.CLUSTER : TenantRule.Scope.NAMESPACED;
        if (foreign(changed, reference, scope, manifest)) {
            return;
        }
        Changed twin = seen.put(Identities.canonical(reference), changed);
        if (twin != null) {
            failures.add(Reason.DUPLICATE_OBJECT.problem(
                    "is in the bundle twice (" + file(twin) + " and " + file(changed) + "); remove one of them",
                    reference.toString()));
            return;
        }
        boolean namespaceKnown = true;
        if (!reference.namespace().isEmpty()) {
            switch (namespaces.computeIfAbsent(reference.namespace(), this::namespace)) {
                case THERE -> {}
                case BROUGHT -> namespaceKnown = false;
                case TERMINATING -> {
                    failures.add(Reason.NAMESPACE_TERMINATING.problem(
                            "namespace " + reference.namespace()
                                    + " is being deleted; planning resumes when it is gone",
                            reference.toString()));
                    return;
                }
                case ABSENT -> {
                    failures.add(absent(reference));
                    return;
                }
            }
        }
        Marked marked = Marked.of(
                manifest, reference, shard, own.toString(), changed.desired().commit());
        warnings.addAll(marked.warnings());
        resolved.add(
                new Resolved(new Subject(changed, reference, marked.body()), served && namespaceKnown, kindChanges));
    }

    private NamespaceState namespace(String name) {
        Manifest live = Answers.liveOrNull(cluster.namespace(name));
        if (live != null) {
            return live.terminating() ? NamespaceState.TERMINATING : NamespaceState.THERE;
        }
        if (broughtNamespaces.contains(name)) {
            return NamespaceState.BROUGHT;
        }
        if (creates(name) && TenantRule.refusalToCreate(desired.tenants(), name).isEmpty()) {
            namespaceToCreate = name;
            return NamespaceState.BROUGHT;
        }
        return NamespaceState.ABSENT;
    }

    private boolean creates(String namespace) {
        return namespace.equals(desired.namespace()) && desired.policy().createNamespace();
    }

    private Problem absent(ObjectReference reference) {
        String namespace = reference.namespace();
        if (creates(namespace)) {
            String why =
                    TenantRule.refusalToCreate(desired.tenants(), namespace).orElseThrow();
            return Reason.TENANT_LIMIT.problem(why, reference.toString());
        }
        return Reason.MISSING_NAMESPACE.problem(
                "namespace " + namespace + " does not exist; add it to the bundle"
                        + (namespace.equals(desired.namespace())
                                ? " or set policy.createNamespace: true"
                                : " or create it"),
                reference.toString());
    }

    private static String file(Changed changed) {
        String file = changed.desired().file();
        return file == null ? "a file that is not named" : file;
    }
}
