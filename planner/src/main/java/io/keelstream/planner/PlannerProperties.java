package io.keelstream.planner;

import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Impersonation;
import io.keelstream.kubernetes.diff.Masking;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.decision.DecisionProperties;
import io.keelstream.planner.dryrun.DryRunSettings;
import io.keelstream.planner.ownership.Adoption;
import io.keelstream.planner.reconcile.TargetPlannerSettings;
import io.keelstream.service.InstallationName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The planner's configuration. A wrong value stops the start with a line that names the property, the value and what is
 * allowed.
 *
 * @param installation the installation's name, part of every owner mark; must not change later
 * @param clusters the clusters that targets may name; at least one
 * @param adopt whose fields are folded into ours when an object is taken over
 * @param digestKeyFile file with the installation's key for digests of secrets, in base64, which also masks diffs; the same
 *     key as the git-watcher's {@code keelstream.secrets.digest-key}
 * @param decisions who may decide about targets
 * @param policies what changes are asked for
 * @param planner how much is done at once, and how patiently
 */
@ConfigurationProperties("keelstream")
record PlannerProperties(
        @DefaultValue("") String installation,
        @DefaultValue List<Cluster> clusters,
        @DefaultValue Adopt adopt,
        @Nullable Path digestKeyFile,
        @Nullable DecisionProperties decisions,
        @DefaultValue RuleProperties policies,
        @DefaultValue Tuning planner) {

    private static final Duration RETRY_BUDGET = Duration.ofSeconds(5);

    PlannerProperties {
        InstallationName.check(installation);
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException(
                    "keelstream.clusters is empty; name at least one, e.g. - {name: default}");
        }
        clusters = List.copyOf(clusters);
    }

    /**
     * One cluster.
     *
     * @param name what targets call it
     * @param kubeconfig file whose current context is used; absent: the service account of the pod
     * @param impersonate what the applier's cluster says, so that both may read one file: where it is set, targets are planned as
     *     the user keelstream-plan:NAMESPACE; absent: as the service's own account
     */
    record Cluster(
            @DefaultValue("") String name,
            @Nullable Path kubeconfig,
            @Nullable String impersonate) {
        Cluster {
            if (name.isBlank()) {
                throw new IllegalArgumentException("keelstream.clusters[].name is empty; every cluster needs a name");
            }
        }

        /** Planning waits for a server that is away instead of occupying a thread: attempts are few. */
        ClusterSettings settings(int callsInFlight) {
            ClusterSettings.Limits limits =
                    ClusterSettings.Limits.DEFAULT.withRetryBudget(RETRY_BUDGET).withConcurrentCalls(callsInFlight);
            return new ClusterSettings(name, kubeconfig, impersonate == null ? null : Impersonation.OF_PLANS, limits);
        }
    }

    /**
     * Taking over objects that were there before.
     *
     * @param managers names of field managers; {@code *} stands for any text
     */
    record Adopt(
            @DefaultValue({"kubectl*", "before-first-apply", "argocd-controller", "kustomize-controller", "helm*"})
            List<String> managers) {}

    /**
     * Load and unreachable.
     *
     * @param callsInFlight calls to one cluster at the same time; as many again that turned out to be slow
     * @param targetsAtOnce targets of one partition that are planned at the same time
     * @param unreachableAfter a cluster that does not answer for so long is reported in the plan
     * @param lookAgain a target that waits for something outside Git is looked at again after this time
     */
    record Tuning(
            @DefaultValue("32") int callsInFlight,
            @DefaultValue("32") int targetsAtOnce,
            @DefaultValue("3s") Duration unreachableAfter,
            @DefaultValue("1m") Duration lookAgain) {}

    /** Who may decide. */
    Actors actors() {
        return decisions == null ? Actors.NONE : decisions.read();
    }

    TargetPlannerSettings settings() {
        List<String> managers = adopt.managers().isEmpty() ? Adoption.DEFAULT_MANAGERS : adopt.managers();
        DryRunSettings dryRun = new DryRunSettings(managers, new Masking(digestKey()));
        return new TargetPlannerSettings(
                dryRun,
                planner.targetsAtOnce(),
                planner.unreachableAfter(),
                planner.lookAgain(),
                actors(),
                policies.compile());
    }

    private byte[] digestKey() {
        if (digestKeyFile == null) {
            throw new IllegalArgumentException(
                    "keelstream.digest-key-file is not set; name the file that holds the git-watcher's digest key");
        }
        try {
            return Base64.getDecoder().decode(Files.readString(digestKeyFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("keelstream.digest-key-file is " + digestKeyFile + "; it cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "keelstream.digest-key-file is " + digestKeyFile + "; its content is not valid base64", e);
        }
    }
}
