package io.keelstream.standalone.up;

import io.keelstream.applier.Applier;
import io.keelstream.gitwatcher.GitWatcher;
import io.keelstream.gitwatcher.GitWatcherSettings;
import io.keelstream.gitwatcher.bundle.DigestKey;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.child.RendererPrograms;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.planner.Planner;
import io.keelstream.planner.survey.SurveySettings;
import io.keelstream.planner.target.TargetPlannerSettings;
import io.keelstream.standalone.state.InstallationKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the services of a one-machine installation: the very classes that run apart in production.
 *
 * @param installation its name
 * @param state folder of what outlives the process
 * @param clusters clients by cluster name
 */
record Wiring(
        String installation,
        Path state,
        InstallationKeys keys,
        Map<String, ClusterClient> clusters,
        KafkaSettings kafka,
        MeterRegistry meters) {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Duration POLL = Duration.ofSeconds(30);

    Service gitWatcher(String url, String ref) {
        var repository = new RepositorySettings("infra", url, ref, "", POLL, new GitCredentials.None());
        var secrets = new SecretRule.Seal(new SecretSealer(keys.sealing().recipient()), new DigestKey(keys.digest()));
        Map<String, ClusterFacts> facts = Map.of("default", ClusterFacts.UNSTATED);
        RendererPrograms.Found found = RendererPrograms.find(RendererPrograms.Pin.ANY, RendererPrograms.Pin.ANY);
        found.lines().forEach(line -> LOG.atInfo().addKeyValue("renderer", line).log("Renderers"));
        GitWatcher watcher = new GitWatcher(
                new GitWatcherSettings(
                        installation, state.resolve("git"), List.of(repository), facts, secrets, found.renderers()),
                kafka,
                meters);
        return new Service(
                GitWatcher.SERVICE, watcher::start, watcher::stop, watcher::ready, watcher::live, watcher::problems);
    }

    Service planner() {
        var settings = TargetPlannerSettings.of(SurveySettings.withKey(keys.digest()));
        Planner planner = new Planner(installation, clusters, settings, kafka, meters);
        return new Service(
                Planner.SERVICE, planner::start, planner::stop, planner::ready, planner::live, planner::problems);
    }

    Service applier() {
        var unsealer = new SecretUnsealer(keys.sealing().identity());
        Applier applier = new Applier(installation, clusters, unsealer, kafka, meters, Clock.systemUTC());
        return new Service("applier", applier::start, applier::stop, applier::ready, applier::live, applier::problems);
    }
}
