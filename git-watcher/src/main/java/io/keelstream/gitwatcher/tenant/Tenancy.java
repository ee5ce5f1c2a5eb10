package io.keelstream.gitwatcher.tenant;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.contracts.text.Wildcard;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants have a say in an application: all of them have to allow what it asks for, so that no folder gets more from another one
 * than it has itself. Pure.
 */
public sealed interface Tenancy {

    TenantLimits NOTHING = new TenantLimits("nobody", List.of(), List.of(), List.of(), List.of(), List.of());

    /** Nobody has a folder of the application, so that nothing of it is deployed. */
    record Unowned(String folder) implements Tenancy {}

    /** These have a say; none where the installation has no tenants. */
    record Held(List<Tenant> tenants) implements Tenancy {

        public Held {
            tenants = List.copyOf(tenants);
        }
    }

    /** Why an application may not have its name; empty where it may. */
    default Optional<Problem> barring(String application, String file) {
        return switch (this) {
            case Unowned(String folder) ->
                Optional.of(Reason.TENANT_LIMIT.problem(
                        "the folder " + Paths.named(folder)
                                + " belongs to no tenant, so nothing of it is deployed. Move it into a tenant's folder, or"
                                + " have it added to the folders of a tenant in keelstream.tenants",
                        file));
            case Held(List<Tenant> tenants) ->
                first(
                        tenants,
                        tenant -> refusal(
                                tenant,
                                tenant.applications(),
                                application,
                                "the application name '" + application + "'",
                                "applications",
                                file));
        };
    }

    /** Why a target may not be what its file says; empty where it may. */
    default Optional<Problem> objection(Application application, Target target) {
        return barring(application.name(), application.file())
                .or(() -> first(held(), tenant -> objection(tenant, application, target)));
    }

    /** Why a chart or base may not be fetched; empty where it may. */
    default Optional<Problem> objection(Wanted wanted) {
        String address = wanted.address().text();
        return first(
                held(),
                tenant -> refusal(
                        tenant, tenant.fetches(), address, wanted.address().named(), "fetches", wanted.where()));
    }

    /** What objects are held to; where nobody has a say, nothing is allowed, and a removal deletes nothing. */
    default List<TenantLimits> limits() {
        return this instanceof Unowned
                ? List.of(NOTHING)
                : held().stream().map(Tenant::limits).toList();
    }

    /** Part of the key of a render; empty where the installation has no tenants. */
    default String version() {
        return held().isEmpty() ? "" : " tenants=" + ObjectDigest.of(limits().toString());
    }

    /** The key of a refusal, which is no other's: the target is rendered once it is allowed. */
    static String key(Problem problem) {
        return "tenant " + ObjectDigest.of(problem.toString());
    }

    private List<Tenant> held() {
        return this instanceof Held(List<Tenant> tenants) ? tenants : List.of();
    }

    private static Optional<Problem> objection(Tenant tenant, Application application, Target target) {
        String file = application.file();
        String name = new TargetName(target.name(), application.name()).toString();
        return refusal(
                        tenant,
                        tenant.clusters(),
                        target.cluster(),
                        "cluster '" + target.cluster() + "', which " + name + " names",
                        "clusters",
                        file)
                .or(() -> refusal(
                        tenant,
                        tenant.limits().namespaces(),
                        target.namespace(),
                        "namespace '" + target.namespace() + "', which " + name + " names",
                        "namespaces",
                        file))
                .or(() -> target.policy().gating().dependsOn().stream()
                        .flatMap(other -> dependency(tenant, other, name, file).stream())
                        .findFirst());
    }

    /** A target keeps what it depends on from being removed, so that it may not name everybody's. */
    private static Optional<Problem> dependency(Tenant tenant, String other, String name, String file) {
        return Wildcard.allows(tenant.applications(), TargetName.parse(other).application())
                ? Optional.empty()
                : refusal(
                        tenant,
                        tenant.dependsOn(),
                        other,
                        other + ", which policy.dependsOn of " + name + " names",
                        "depends-on",
                        file);
    }

    private static Optional<Problem> refusal(
            Tenant tenant, List<String> allowed, String name, String what, String list, @Nullable String where) {
        return Wildcard.allows(allowed, name)
                ? Optional.empty()
                : Optional.of(Reason.TENANT_LIMIT.problem(
                        "tenant '" + tenant.name() + "' may not use " + what + " (" + list + ": "
                                + (allowed.isEmpty() ? "none" : String.join(", ", allowed))
                                + "). Change it, or have keelstream.tenants allow it",
                        where));
    }

    private static Optional<Problem> first(List<Tenant> tenants, Function<Tenant, Optional<Problem>> rule) {
        return tenants.stream().flatMap(tenant -> rule.apply(tenant).stream()).findFirst();
    }
}
