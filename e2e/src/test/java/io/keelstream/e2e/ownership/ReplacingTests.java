package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that ran, and fields that cannot change in place. */
@ExtendWith(SharedStage.class)
@EachCluster
class ReplacingTests {

    private static final String ALLOWED = "keelstream.io/replace: on-immutable";
    private static final String JOB = "Job.batch/";
    private static final Map<String, String> UIDS = new HashMap<>();

    private static Stage stage;
    private static String first;
    private static String second;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        first();
        stage.live().delete(JOB + "done/migrate");
        stage.live().delete(JOB + "done-too/migrate");
        for (String name : List.of("changed", "running", "impatient")) {
            UIDS.put(name, stage.live().uid(JOB + name + "/migrate"));
        }
        for (String name : List.of("immutable", "replaceable")) {
            UIDS.put(name, stage.live().uid("Deployment.apps/" + name + "/web"));
        }
        second();
        stage.await(
                "the first replacement",
                () -> assertThat(List.of("changed", "impatient"))
                        .anyMatch(name ->
                                !stage.live().uidOrNone(JOB + name + "/migrate").equals(UIDS.get(name))));
        stage.crash();
    }

    private static void first() throws Exception {
        for (String name : List.of("done", "done-too", "changed")) {
            app(name, job("migrate:1", "", ""));
        }
        app("short-lived", job("migrate:1", "ttlSecondsAfterFinished: 0", ""));
        app("running", job("migrate:1", "", "keelstream.io/pretend: stuck"));
        app("impatient", annotated(job("migrate:1", "", "keelstream.io/pretend: stuck")));
        app("immutable", deployment("web", "web:1"));
        app("replaceable", annotated(deployment("web", "web:1")));
        first = stage.repository().push("Replacing: start");
        for (String name : List.of("done", "done-too", "changed", "short-lived", "immutable", "replaceable")) {
            stage.awaitSettled("production/" + name, first);
        }
        stage.await("the stuck jobs are there", () -> {
            assertThat(stage.live().exists(JOB + "running/migrate")).isTrue();
            assertThat(stage.live().exists(JOB + "impatient/migrate")).isTrue();
        });
    }

    private static void second() throws Exception {
        stage.repository().write("done-too/other.yaml", configMap("other", "2"));
        app("changed", job("migrate:2", "", ""));
        app("running", job("migrate:2", "", "keelstream.io/pretend: stuck"));
        app("impatient", annotated(job("migrate:2", "", "")));
        app("immutable", deployment("web", "web:2").replace("app: web}", "app: shop}"));
        stage.repository().write("immutable/other.yaml", configMap("other", "2"));
        app("replaceable", annotated(deployment("web", "web:2").replace("app: web}", "app: shop}")));
        second = stage.repository().push("Replacing: change what cannot change");
    }

    @Test
    void completedJobThatIsGoneIsNeitherMissedNorRunAgain() {
        stage.awaitSettled("production/done", first);
        stage.awaitSettled("production/done-too", second);
        assertThat(stage.live().exists(JOB + "done/migrate")).isFalse();
        assertThat(stage.live().exists(JOB + "done-too/migrate")).isFalse();
    }

    @Test
    void jobThatIsDeletedTheMomentItCompletesIsDone() {
        stage.awaitSettled("production/short-lived", first);
    }

    @Test
    void changedJobIsReplacedWhenItHasFinished() {
        stage.awaitSettled("production/changed", second);
        assertThat(stage.live().uid(JOB + "changed/migrate")).isNotEqualTo(UIDS.get("changed"));
        assertThat(image(JOB + "changed/migrate")).contains("migrate:2");
    }

    @Test
    void changedJobThatRunsIsLeftToRunUnlessItsAnnotationAllowsMore() {
        stage.awaitWaitingFor("production/running", "changed while it runs", ALLOWED);
        assertThat(stage.live().uid(JOB + "running/migrate")).isEqualTo(UIDS.get("running"));
        assertThat(image(JOB + "running/migrate")).contains("migrate:1");

        stage.awaitSettled("production/impatient", second);
        assertThat(stage.live().uid(JOB + "impatient/migrate")).isNotEqualTo(UIDS.get("impatient"));
    }

    @Test
    void anyOtherImmutableChangeFailsClearlyAndNothingOfItsPlanIsApplied() {
        stage.awaitWaitingFor("production/immutable", "Deployment.apps/immutable/web", "selector", ALLOWED);
        assertThat(stage.plan("production/immutable").problems())
                .extracting(Problem::reason)
                .containsExactly("ImmutableField");
        assertThat(stage.live().uid("Deployment.apps/immutable/web")).isEqualTo(UIDS.get("immutable"));
        assertThat(stage.live().exists("ConfigMap/immutable/other")).isFalse();
    }

    @Test
    void immutableChangeThatIsAllowedReplacesTheObject() {
        stage.awaitSettled("production/replaceable", second);
        assertThat(stage.live().uid("Deployment.apps/replaceable/web")).isNotEqualTo(UIDS.get("replaceable"));
        assertThat(image("Deployment.apps/replaceable/web")).contains("web:2");
    }

    private static String image(String reference) {
        return String.valueOf(stage.live().get(reference).at("spec", "template", "spec", "containers"));
    }

    private static void app(String name, String workload) throws Exception {
        stage.repository().write(name + "/keelstream.yaml", application(name)).write(name + "/workload.yaml", workload);
    }

    private static String annotated(String yaml) {
        return yaml.replaceFirst("metadata: \\{name: (\\w+)}", "metadata: {name: $1, annotations: {" + ALLOWED + "}}");
    }

    private static String job(String image, String spec, String podAnnotation) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec:
              %s
              template:
                metadata: {annotations: {%s}}
                spec:
                  restartPolicy: Never
                  containers: [{name: migrate, image: "%s"}]
            """.formatted(spec, podAnnotation, image);
    }
}
