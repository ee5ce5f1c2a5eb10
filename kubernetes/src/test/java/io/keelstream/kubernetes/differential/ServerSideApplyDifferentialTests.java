package io.keelstream.kubernetes.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.kubernetes.differential.Server.Answer;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import io.keelstream.kubernetes.schema.CustomResourceSchemas;
import io.keelstream.kubernetes.schema.OpenApiSchemas;
import io.keelstream.kubernetes.schema.Schema;
import io.keelstream.kubernetes.schema.SchemaSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The merge engine against a real kube-apiserver: random writes by several managers, compared after every step. Every build
 * compares with what a real server answered when it was recorded; with {@code KEELSTREAM_TEST_KUBECONFIG} the engine is
 * compared with that server. {@code -Dkeelstream.differential.steps=10000} (the profile {@code differential}) asks for
 * more steps than the default, {@code -Dkeelstream.seed=N} for other ones, {@code -Dkeelstream.differential.record=true} on
 * a control plane that was just started (without controllers: they would collect objects whose owners do not exist) writes the recording anew.
 */
class ServerSideApplyDifferentialTests {

    private static final int STEPS = 400;
    private static final int STEPS_PER_OBJECT = 12;
    private static final int AT_ONCE = 8;
    private static final List<String> APPLIERS = List.of("m1", "m2", "m3");

    @Test
    void engineDoesWhatTheServerDid() {
        try (Server recorded = Tape.replaying()) {
            compare(recorded, Tape.RUN, 1, STEPS);
        }
    }

    @Test
    void engineDoesWhatTheServerDoes() throws Exception {
        String kubeconfig = System.getenv("KEELSTREAM_TEST_KUBECONFIG");
        assumeThat(kubeconfig)
                .as(
                        "KEELSTREAM_TEST_KUBECONFIG names no control plane: the engine is compared with recorded answers alone")
                .isNotNull();
        try (RealServer server = RealServer.of(Path.of(kubeconfig))) {
            if (Boolean.getBoolean("keelstream.differential.record")) {
                awaitServed(server);
                try (Server recording = Tape.recording(server)) {
                    compare(recording, Tape.RUN, 1, STEPS);
                }
            } else {
                long seed = Long.getLong("keelstream.seed", 1L);
                int steps = Integer.getInteger("keelstream.differential.steps", STEPS);
                compare(server, Long.toString(System.nanoTime(), 36), seed, steps);
            }
        }
    }

    /** Rounds are independent of each other; a live server is asked about several at once. */
    private static void compare(Server server, String run, long seed, int steps) {
        List<Subject> subjects = subjects(server);
        int rounds = Math.ceilDiv(steps, STEPS_PER_OBJECT);
        List<Round> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(server.isLive() ? AT_ONCE : 1)) {
            List<Future<Round>> running = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Subject subject = subjects.get(round % subjects.size());
                List<Step> sequence = steps(subject, new SplittableRandom(seed * 1_000_003 + round));
                String name = subject.name() + "-" + run + "-" + round;
                running.add(threads.submit(() -> Round.of(subject, sequence, new Sequence(server, subject, name))));
            }
            for (int round = 0; round < rounds; round++) {
                results.add(result(running.get(round)));
                Round last = results.getLast();
                if (last.difference() != null) {
                    threads.shutdownNow();
                    fail("seed %d, round %d, %s%n%s%n%n%s"
                            .formatted(seed, round, last.subject().name(), last.difference(), smallest(server, last)));
                }
            }
        }
        int done = rounds * STEPS_PER_OBJECT;
        int refused = results.stream().mapToInt(Round::refused).sum();
        int conflicts = results.stream().mapToInt(Round::conflicts).sum();
        System.out.printf("%d steps alike, among them %d conflicts and %d refused%n", done, conflicts, refused);
        assertThat(refused).as("most configurations are acceptable").isLessThan(done / 3);
        assertThat(conflicts).as("managers meet").isGreaterThan(done / 20);
    }

    /** What became of the steps on one object. */
    private record Round(
            Subject subject, List<Step> steps, @Nullable String difference, int refused, int conflicts) {

        static Round of(Subject subject, List<Step> steps, Sequence sequence) {
            String difference = sequence.run(steps);
            return new Round(subject, steps, difference, sequence.refused(), sequence.conflicts());
        }
    }

    private static Round result(Future<Round> round) {
        try {
            return round.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String smallest(Server server, Round round) {
        if (!server.isLive()) {
            return "run it on a real server (KEELSTREAM_TEST_KUBECONFIG) for the smallest sequence that differs";
        }
        Subject subject = round.subject();
        Shrinking shrinking =
                new Shrinking(round.steps(), tried -> new Sequence(server, subject, name(subject)).run(tried));
        return "smallest sequence that differs:\n" + shrinking.shrink();
    }

    private static List<Step> steps(Subject subject, SplittableRandom random) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS_PER_OBJECT; i++) {
            Map<String, @Nullable Object> configuration =
                    subject.configurations().apply(random);
            int kind = random.nextInt(100);
            String other = Trees.pick(random, List.of("u1", "u2", "m1"));
            if (kind < 18) {
                steps.add(new Step.Update(other, configuration));
            } else if (kind < 30) {
                steps.add(new Step.Patch(
                        other, Trees.pick(random, List.of("merge", "strategic", "json")), configuration));
            } else {
                steps.add(new Step.Apply(Trees.pick(random, APPLIERS), random.nextInt(100) < 55, configuration));
            }
        }
        return steps;
    }

    private static String name(Subject subject) {
        return subject.name() + "-" + Long.toString(System.nanoTime(), 36);
    }

    private static List<Subject> subjects(Server server) {
        String group = "/apis/" + CustomConfigurations.GROUP + "/v1/namespaces/default/";
        Schema thing = define(server, CustomConfigurations.THING, group + "things");
        Schema blob = define(server, CustomConfigurations.BLOB, group + "blobs");
        SchemaSource served = served(server, "apis/" + CustomConfigurations.GROUP + "/v1", "Thing");
        Schema servedThing = served.findOrDeduced(CustomConfigurations.GROUP + "/v1", "Thing");
        Schema servedDeployment = served(server, "apis/apps/v1", "Deployment").findOrDeduced("apps/v1", "Deployment");
        String deployments = "/apis/apps/v1/namespaces/default/deployments";
        return List.of(
                builtIn(
                        "configmap",
                        "/api/v1/namespaces/default/configmaps",
                        "v1",
                        "ConfigMap",
                        Configurations::configMap),
                builtIn("deployment", deployments, "apps/v1", "Deployment", Configurations::deployment),
                new Subject("thing", group + "things", thing, false, CustomConfigurations::thing),
                builtIn("service", "/api/v1/namespaces/default/services", "v1", "Service", Configurations::service),
                new Subject("blob", group + "blobs", blob, false, CustomConfigurations::blob),
                new Subject("deployment", deployments, servedDeployment, true, Configurations::deployment),
                new Subject("thing", group + "things", servedThing, false, CustomConfigurations::thing));
    }

    /** The types that the server itself publishes; for new definitions it answers nothing at first, and others meanwhile. */
    private static SchemaSource served(Server server, String groupVersion, String kind) {
        String path = "/openapi/v3/" + groupVersion;
        String apiVersion = groupVersion.replaceFirst("apis?/", "");
        if (!server.isLive()) {
            return OpenApiSchemas.read(server.get(path).body());
        }
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> OpenApiSchemas.read(server.get(path).body()),
                        types -> types.find(apiVersion, kind) != null);
    }

    /** Recording begins when nothing needs to be waited for. */
    private static void awaitServed(RealServer server) {
        subjects(server);
    }

    private static Subject builtIn(
            String name,
            String path,
            String apiVersion,
            String kind,
            java.util.function.Function<SplittableRandom, Map<String, @Nullable Object>> configurations) {
        return new Subject(name, path, BuiltInSchemas.instance().findOrDeduced(apiVersion, kind), true, configurations);
    }

    private static Schema define(Server server, String definition, String collection) {
        Manifest crd = new Manifest(Json.readObject(definition));
        Answer answer = server.apply(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + crd.name()
                        + "?fieldManager=test&force=true",
                crd.tree());
        assertThat(answer.ok()).as(answer.message()).isTrue();
        if (server.isLive()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> server.get(collection).ok());
        }
        String kind = String.valueOf(crd.at("spec", "names", "kind"));
        return CustomResourceSchemas.read(crd).findOrDeduced(CustomConfigurations.GROUP + "/v1", kind);
    }
}
