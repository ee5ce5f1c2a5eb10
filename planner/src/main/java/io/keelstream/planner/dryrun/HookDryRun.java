package io.keelstream.planner.dryrun;

import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.hook.RunName;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.tenant.TenantRule;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.hook.BundleHook;
import io.keelstream.planner.plan.HookActions;
import io.keelstream.planner.plan.PlanRequest;
import io.keelstream.planner.resolve.Definitions;
import io.keelstream.planner.resolve.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the server about the hooks of a plan: what it would refuse to create fails the plan, before anything is applied. A
 * refusal that something else of the plan may change says nothing yet.
 */
final class HookDryRun {

    private final ClusterView cluster;
    private final Resolution resolution;

    HookDryRun(ClusterView cluster, Resolution resolution) {
        this.cluster = cluster;
        this.resolution = resolution;
    }

    /** What the server refuses of the hooks that run. */
    List<Problem> refusals(PlanRequest request, boolean first) {
        List<Problem> refusals = new ArrayList<>();
        Definitions definitions = new Definitions(request.changes().changed());
        for (BundleHook hook : request.hooks().toRun(first)) {
            Optional<String> foreign = foreign(request.desired().tenants(), hook, definitions);
            if (foreign.isPresent()) {
                refusals.add(
                        Reason.TENANT_LIMIT.problem(foreign.get(), hook.object().reference()));
                continue;
            }
            if (hook.object().sealed()) {
                // Only the applier can open it.
                continue;
            }
            Manifest body =
                    new Manifest(HookActions.action(request, hook).content().body()).copy();
            // No run has this name, so what is live says nothing.
            body.metadata().put("name", RunName.of(hook.reference(), "planned").name());
            if (cluster.client().create(body, FieldManagers.KEELSTREAM, true)
                    instanceof ApiResult.Failed<Manifest>(ApiError error)) {
                refusals.addAll(refusal(hook, definitions, error));
            }
        }
        return refusals;
    }

    /** Only the cluster knows whether a custom kind is cluster-scoped, unless the bundle defines it: else it has to be allowed as either. */
    private Optional<String> foreign(List<TenantLimits> tenants, BundleHook hook, Definitions definitions) {
        if (tenants.isEmpty()) {
            return Optional.empty();
        }
        Manifest body = new Manifest(hook.object().body());
        return switch (cluster.client().discovery().find(body.apiVersion(), body.kind())) {
            case ApiResult.Ok<ResourceType>(ResourceType type) -> foreign(tenants, hook, type.namespaced());
            case ApiResult.Failed<ResourceType>(ApiError error)
            when error.kind() != ApiError.Kind.NOT_FOUND -> throw new TransientFailure(error);
            case ApiResult.Failed<ResourceType> _ -> {
                Definitions.Definition definition = definitions.of(body.groupKind());
                yield definition == null
                        ? foreign(tenants, hook, false).or(() -> foreign(tenants, hook, true))
                        : foreign(tenants, hook, definition.namespaced());
            }
        };
    }

    private static Optional<String> foreign(List<TenantLimits> tenants, BundleHook hook, boolean namespaced) {
        return TenantRule.refusal(
                tenants,
                namespaced ? hook.reference() : hook.reference().inNamespace(""),
                namespaced ? TenantRule.Scope.NAMESPACED : TenantRule.Scope.CLUSTER,
                new Manifest(hook.object().body()));
    }

    private List<Problem> refusal(BundleHook hook, Definitions definitions, ApiError error) {
        boolean brought = resolution.resolved().stream()
                .map(each -> each.subject().reference())
                .anyMatch(each -> each.kind().equals("Namespace")
                        && each.name().equals(hook.reference().namespace()));
        boolean defined = hook.phase() != HookPhase.PRE_APPLY
                && definitions.of(hook.reference().groupKind()) != null;
        boolean created = hook.reference().namespace().equals(resolution.namespaceToCreate());
        return switch (error.kind()) {
            case PERMANENT, FORBIDDEN ->
                Refusals.webhookAway(error) || Refusals.withoutDryRun(error)
                        ? List.of()
                        : Refusals.problems(hook.object().reference(), error);
            case NOT_FOUND ->
                brought || created || defined
                        ? List.of()
                        : Refusals.problems(hook.object().reference(), error);
            case ALREADY_EXISTS -> List.of();
            case UNREACHABLE, TRANSIENT, DEPENDENCY, GONE, CONFLICT, NOT_OWNER -> throw new TransientFailure(error);
        };
    }
}
