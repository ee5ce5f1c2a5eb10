package io.keelstream.gitwatcher.evaluation;

import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.KnownClusters;
import io.keelstream.gitwatcher.render.Renderers;
import java.time.Duration;
import java.util.Map;

/**
 * What every evaluation of this process shares.
 *
 * @param renderers the renderers that are on
 * @param clusters the installation's clusters
 * @param secrets what happens to plain Secrets
 * @param sealed sealed bytes of earlier bundles
 * @param workers where targets are rendered in parallel
 * @param held how much memory bundles may take
 * @param patience how long a commit waits for charts and bases from elsewhere
 */
public record EvaluationSettings(
        Renderers renderers,
        KnownClusters clusters,
        SecretRule secrets,
        SealedSecrets sealed,
        RenderPool workers,
        HeldMemory held,
        Duration patience) {

    /** How long the other targets of a commit wait for what a slow server has. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Those of every process. */
    public EvaluationSettings(
            Renderers renderers,
            KnownClusters clusters,
            SecretRule secrets,
            SealedSecrets sealed,
            RenderPool workers,
            HeldMemory held) {
        this(renderers, clusters, secrets, sealed, workers, held, PATIENCE);
    }

    /** The same where clusters publish nothing. */
    public EvaluationSettings(
            Renderers renderers,
            Map<String, ClusterFacts> clusters,
            SecretRule secrets,
            SealedSecrets sealed,
            RenderPool workers,
            HeldMemory held) {
        this(renderers, KnownClusters.stated(clusters), secrets, sealed, workers, held);
    }

    /** Part of every input key: a different rule for Secrets yields a different bundle. */
    String secretsVersion() {
        return switch (secrets) {
            case SecretRule.Refuse refuse -> " secrets=refuse";
            case SecretRule.Keep keep -> " secrets=keep";
            case SecretRule.Seal seal -> " secrets=seal";
        };
    }
}
