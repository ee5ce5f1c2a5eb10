package io.keelstream.standalone.up;

import io.keelstream.applier.Applier;
import io.keelstream.applier.ApplierSettings;
import io.keelstream.applier.HealthCheck;
import io.keelstream.canary.CanaryAnalyzer;
import io.keelstream.canary.CanaryAnalyzerSettings;
import io.keelstream.canary.analysis.AnalysisSettings;
import io.keelstream.canary.prometheus.PrometheusSettings;
import io.keelstream.drift.DriftDetector;
import io.keelstream.gitwatcher.GitWatcher;
import io.keelstream.gitwatcher.child.RendererPrograms;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties;
import io.keelstream.gitwatcher.wiring.TenantProperties;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.planner.Planner;
import io.keelstream.planner.dryrun.DryRunSettings;
import io.keelstream.planner.reconcile.TargetPlannerSettings;
import io.keelstream.standalone.state.InstallationKeys;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the services of a single-process installation: the same classes that run as separate processes.
 *
 * @param installed what is deployed, from where, and to which clusters
 * @param state folder of the state that is kept between runs
 * @param clusters how services reach clusters
 * @param traces the span exporter of a service, by its name
 */
record Wiring(
        Installation installed,
        Path state,
        InstallationKeys keys,
        ClustersByService clusters,
        KafkaSettings kafka,
        MeterRegistry meters,
        Function<String, Traces> traces) {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /**
     * @param tenants who may deploy what
     * @param answered what clusters answered that state no version: they may publish another one later
     */
    Service gitWatcher(TenantProperties tenants, Map<String, ClusterFacts> answered) {
        RendererPrograms.Found found = installed.renderers().find();
        found.lines().forEach(line -> LOG.atInfo().addKeyValue("renderer", line).log("Renderers"));
        GitWatcherProperties properties = new GitWatcherProperties(
                installed.installation(),
                state.resolve("git").toString(),
                installed.repositories(),
                installed.clusters().stream().map(Installation.Cluster::facts).toList(),
                installed.secrets().with(keys),
                installed.renderers(),
                GitWatcherProperties.Webhooks.LOCAL);
        return new GitWatcher(
                properties
                        .settings(tenants, found.renderers(), HeldMemory::together)
                        .knowing(answered),
                kafka,
                meters,
                traces.apply(GitWatcher.SERVICE));
    }

    /**
     * @param actors who may decide
     * @param rules what changes are asked for
     */
    Service planner(Actors actors, InstallationRules rules) {
        var settings = TargetPlannerSettings.of(DryRunSettings.withKey(keys.digest()), actors)
                .ruledBy(rules);
        return new Planner(
                installed.installation(),
                clusters.of(Planner.SERVICE),
                settings,
                kafka,
                meters,
                traces.apply(Planner.SERVICE));
    }

    /** @param actors who may decide */
    Service applier(Actors actors) {
        ApplierSettings settings = new ApplierSettings(
                installed.installation(),
                clusters.of(Applier.SERVICE),
                installed.secrets().opening(keys),
                HealthCheck.compile(installed.health()),
                actors,
                installed.releasesAtOnce());
        return Applier.of(settings, kafka, meters, traces.apply(Applier.SERVICE), Clock.systemUTC());
    }

    /**
     * Judges canaries.
     *
     * @param sources where they are measured; at least one
     */
    Service canaryAnalyzer(List<PrometheusSettings> sources) {
        return CanaryAnalyzer.of(
                new CanaryAnalyzerSettings(
                        installed.installation(),
                        sources,
                        new AnalysisSettings(Duration.ofMinutes(1), Duration.ofMinutes(10))),
                kafka,
                meters,
                traces.apply(CanaryAnalyzer.SERVICE),
                Clock.systemUTC());
    }

    Service driftDetector() {
        return DriftDetector.of(
                installed.installation(),
                clusters.of(DriftDetector.SERVICE),
                kafka,
                meters,
                traces.apply(DriftDetector.SERVICE),
                Clock.systemUTC());
    }
}
