package io.keelstream.kubernetes.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.kubernetes.differential.RealServer.Answer;
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
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The merge engine against a real kube-apiserver: random writes by several managers, compared after every step. The
 * server is that of {@code KEELSTREAM_TEST_KUBECONFIG}; without one the test is skipped and says so.
 * {@code -Dkeelstream.differential.steps=10000} asks for more steps than the default, {@code -Dkeelstream.seed=N} for
 * other ones.
 */
class ServerSideApplyDifferentialTests {

    private static final int STEPS_PER_OBJECT = 12;
    private static final List<String> APPLIERS = List.of("m1", "m2", "m3");

    @Test
    void theEngineDoesWhatTheServerDoes() throws Exception {
        String kubeconfig = System.getenv("KEELSTREAM_TEST_KUBECONFIG");
        assumeThat(kubeconfig)
                .as("KEELSTREAM_TEST_KUBECONFIG names no control plane: the engine is not compared with a real server")
                .isNotNull();
        long seed = Long.getLong("keelstream.seed", 1L);
        int steps = Integer.getInteger("keelstream.differential.steps", 400);
        try (RealServer server = RealServer.of(Path.of(kubeconfig))) {
            List<Subject> subjects = subjects(server);
            int done = 0;
            int refused = 0;
            int conflicts = 0;
            for (long round = 0; done < steps; round++) {
                Subject subject = subjects.get((int) (round % subjects.size()));
                List<Step> sequence = steps(subject, new SplittableRandom(seed * 1_000_003 + round));
                Sequence run = new Sequence(server, subject, name(subject));
                String difference = run.run(sequence);
                if (difference != null) {
                    fail("seed %d, round %d, %s%n%s%n%nsmallest sequence that differs:%n%s"
                            .formatted(seed, round, subject.name(), difference, smallest(server, subject, sequence)));
                }
                done += sequence.size();
                refused += run.refused();
                conflicts += run.conflicts();
            }
            System.out.printf("%d steps alike, among them %d conflicts and %d refused%n", done, conflicts, refused);
            assertThat(refused).as("most configurations are acceptable").isLessThan(done / 3);
        }
    }

    private static List<Step> steps(Subject subject, SplittableRandom random) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS_PER_OBJECT; i++) {
            Map<String, @Nullable Object> configuration =
                    subject.configurations().apply(random);
            if (random.nextInt(100) < 25) {
                steps.add(new Step.Update(Trees.pick(random, List.of("u1", "u2", "m1")), configuration));
            } else {
                steps.add(new Step.Apply(Trees.pick(random, APPLIERS), random.nextInt(100) < 55, configuration));
            }
        }
        return steps;
    }

    /** Leaves steps out as long as what is left still differs. */
    private static String smallest(RealServer server, Subject subject, List<Step> steps) {
        List<Step> left = new ArrayList<>(steps);
        String last = "not seen again";
        for (int i = left.size() - 1; i >= 0; i--) {
            List<Step> fewer = new ArrayList<>(left);
            fewer.remove(i);
            String difference = new Sequence(server, subject, name(subject)).run(fewer);
            if (difference != null) {
                left = fewer;
                last = difference;
            }
        }
        StringBuilder text = new StringBuilder(last).append("\nsteps:\n");
        left.forEach(step -> text.append("  ").append(step).append('\n'));
        return text.toString();
    }

    private static String name(Subject subject) {
        return subject.name() + "-" + Long.toString(System.nanoTime(), 36);
    }

    private static List<Subject> subjects(RealServer server) {
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

    /** The types that the server itself publishes; it needs a moment for new definitions. */
    private static SchemaSource served(RealServer server, String groupVersion, String kind) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> OpenApiSchemas.read(
                                server.get("/openapi/v3/" + groupVersion).body()),
                        schemas -> schemas.find(groupVersion.replaceFirst("apis?/", ""), kind) != null);
    }

    private static Subject builtIn(
            String name,
            String path,
            String apiVersion,
            String kind,
            java.util.function.Function<SplittableRandom, Map<String, @Nullable Object>> configurations) {
        return new Subject(name, path, BuiltInSchemas.instance().findOrDeduced(apiVersion, kind), true, configurations);
    }

    private static Schema define(RealServer server, String definition, String collection) {
        Manifest crd = new Manifest(Json.readObject(definition));
        Answer answer = server.apply(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + crd.name()
                        + "?fieldManager=test&force=true",
                crd.tree());
        assertThat(answer.ok()).as(answer.message()).isTrue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> server.get(collection).ok());
        String kind = String.valueOf(crd.at("spec", "names", "kind"));
        return CustomResourceSchemas.read(crd).findOrDeduced(CustomConfigurations.GROUP + "/v1", kind);
    }
}
