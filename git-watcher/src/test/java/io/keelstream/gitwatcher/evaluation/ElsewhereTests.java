package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.observed;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.head.Head.SourceHead;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.RemoteChart;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.gitwatcher.tenant.Tenants;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which content of a chart from elsewhere is deployed, and what happens while it is not to be had. */
class ElsewhereTests {

    private static final String KEY = "oci://registry/shop 1.0.0";
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    @TempDir
    Path folder;

    private EvaluationFixture fixture;
    private final Shelf shelf = new Shelf();

    @BeforeEach
    void open() {
        fixture = new EvaluationFixture(folder);
        fixture.sources = shelf;
        fixture.memory = new RefMemory(shelf);
        fixture.helm = new ContentRenderer();
        shelf.versions.put(KEY, ONE);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void digestThatAVersionWasResolvedToIsRecordedInTheBundle() throws Exception {
        Desired desired = desired(push("version: 1.0.0")).get("production/shop");
        assertThat(content(desired)).isEqualTo(ONE);
        assertThat(desired.sources()).containsExactly(new Desired.Source("oci://registry/shop", "1.0.0", ONE));
        assertThat(recorded()).containsExactly(new SourceHead("oci://registry/shop", "1.0.0", ONE, ONE));
    }

    @Test
    void chartThatATenantMayNotFetchIsNotAskedFor() throws Exception {
        // Given
        fixture.tenants = new Tenants(List.of(Teams.withoutFetches(Teams.platform())));

        // When
        List<TargetChange> changes = push("version: 1.0.0");

        // Then
        assertThat(rejected(changes).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("TenantLimit");
            assertThat(problem.message())
                    .startsWith("tenant 'platform' may not use 'oci://registry/shop' 1.0.0 (fetches: none)");
            assertThat(problem.where()).isEqualTo("shop/keelstream.yaml");
        });
        assertThat(shelf.asked).isEmpty();
    }

    @Test
    void digestThatIsWrittenCountsAndNothingIsResolved() throws Exception {
        assertThat(content(
                        desired(push("version: 1.0.0, digest: '" + TWO + "'")).get("production/shop")))
                .isEqualTo(TWO);
        assertThat(shelf.asked).containsExactly(TWO);
        assertThat(recorded())
                .as("nobody asked what the version is")
                .containsExactly(new SourceHead("oci://registry/shop", "1.0.0", TWO, ""));
        assertThat(fixture.last.problems()).isEmpty();
    }

    @Test
    void digestThatOneTargetWritesDoesNotDecideForAnother() throws Exception {
        // Given
        push("version: 1.0.0, digest: '" + TWO + "'");

        // When
        fixture.git.write("zoo/keelstream.yaml", chart("zoo", "version: 1.0.0", ""));
        Desired other = desired(fixture.push()).get("production/zoo");

        // Then
        assertThat(content(other)).isEqualTo(ONE);
    }

    @Test
    void targetThatNoLongerWritesADigestGetsWhatTheVersionIs() throws Exception {
        push("version: 1.0.0, digest: '" + TWO + "'");
        assertThat(content(desired(push("version: 1.0.0")).get("production/shop")))
                .isEqualTo(ONE);
    }

    @Test
    void movedVersionIsReportedAndNotFollowed() throws Exception {
        // Given
        push("version: 1.0.0");
        shelf.move(KEY, TWO);

        // When
        List<TargetChange> changes = fixture.push();

        // Then
        assertThat(changes).isEmpty();
        assertThat(fixture.last.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("SourceMoved");
            assertThat(problem.message())
                    .isEqualTo("'oci://registry/shop' 1.0.0 was moved, and is not followed: it is " + TWO + " now, and "
                            + ONE + " stays deployed. To have the new one, write 'digest: " + TWO
                            + "' or another version, or 'follow: true'");
            assertThat(problem.where()).isEqualTo("production/shop");
        });
        assertThat(recorded()).containsExactly(new SourceHead("oci://registry/shop", "1.0.0", ONE, TWO));
    }

    @Test
    void moveIsStillReportedAfterARestartWithoutAnotherLook() throws Exception {
        // Given
        push("version: 1.0.0");
        shelf.move(KEY, TWO);
        fixture.push();
        shelf.versions.clear();
        shelf.asked.clear();

        // When
        fixture.restart();
        List<TargetChange> changes = fixture.push();

        // Then
        assertThat(changes).isEmpty();
        assertThat(fixture.last.problems()).extracting(Problem::reason).containsExactly("SourceMoved");
        assertThat(shelf.asked).as("nothing is asked for again").isEmpty();
    }

    @Test
    void otherChangesOfATargetKeepWhatItsVersionWas() throws Exception {
        // Given
        push("version: 1.0.0");
        shelf.move(KEY, TWO);

        // When
        Desired desired = desired(push("version: 1.0.0", "more: 1")).get("production/shop");

        // Then
        assertThat(content(desired)).isEqualTo(ONE);
    }

    @Test
    void secondTargetGetsWhatTheFirstOneHas() throws Exception {
        // Given
        push("version: 1.0.0");
        shelf.move(KEY, TWO);

        // When
        fixture.git.write("other/keelstream.yaml", chart("other", "version: 1.0.0", ""));
        Desired desired = desired(fixture.push()).get("production/other");

        // Then
        assertThat(content(desired)).isEqualTo(ONE);
    }

    @Test
    void movedVersionIsFollowedWhereThatIsAskedFor() throws Exception {
        // Given
        push("version: 1.0.0, follow: true");
        shelf.move(KEY, TWO);

        // When
        Desired desired = desired(fixture.push()).get("production/shop");

        // Then
        assertThat(content(desired)).isEqualTo(TWO);
        assertThat(fixture.last.problems()).isEmpty();
    }

    @Test
    void writtenDigestTakesTheNewContentAndTheReportEnds() throws Exception {
        // Given
        push("version: 1.0.0");
        shelf.move(KEY, TWO);
        fixture.push();

        // When
        Desired desired = desired(push("version: 1.0.0, digest: '" + TWO + "'")).get("production/shop");

        // Then
        assertThat(content(desired)).isEqualTo(TWO);
        assertThat(fixture.last.problems()).isEmpty();
    }

    @Test
    void sourceThatIsAwayRejectsItsTargetAloneAndTheLastGoodStays() throws Exception {
        // Given
        push("version: 1.0.0");
        fixture.git
                .write("other/keelstream.yaml", application("other"))
                .write("other/manifests/a.yaml", configMap("a", "1"));
        shelf.away.add(TWO);

        // When
        List<TargetChange> changes = push("version: 1.0.0, digest: '" + TWO + "'");

        // Then
        assertThat(desired(changes)).containsOnlyKeys("production/other");
        assertThat(rejected(changes).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("SourceUnreachable");
            assertThat(problem.where()).isEqualTo("shop/keelstream.yaml");
        });
        assertThat(recorded()).extracting(SourceHead::digest).containsExactly(ONE);
    }

    @Test
    void objectsOfARemovedTargetWaitForTheChartThatTheyMayHaveMovedInto() throws Exception {
        // Given
        fixture.git
                .write("old/keelstream.yaml", application("old").replace("path:", "namespace: shop, path:"))
                .write("old/manifests/shop.yaml", configMap("shop", "1"));
        fixture.push();
        shelf.away.add(ONE);

        // When
        fixture.git.remove("old/keelstream.yaml");
        List<TargetChange> without = push("version: 1.0.0");

        // Then
        assertThat(desired(without)).isEmpty();
        assertThat(fixture.last.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("RemovalWaits");
            assertThat(problem.message())
                    .isEqualTo("the removal of production/old waits: ConfigMap/shop/shop of production/old may have"
                            + " moved to production/shop, which is rejected; what is deployed stays until that is"
                            + " corrected, or production/old has the object again");
        });
        fixture.restart();
        assertThat(desired(fixture.push())).as("also a new process waits").isEmpty();
        assertThat(desired(fixture.push())).as("also with the next commit").isEmpty();

        // When
        shelf.away.clear();
        shelf.changed.add(KEY);
        Map<String, Desired> with = desired(fixture.push());

        // Then
        assertThat(with.get("production/old").removed()).isTrue();
        assertThat(with.get("production/old").movedTo())
                .extracting(Desired.Moved::target)
                .containsExactly("production/shop");
        assertThat(with.get("production/shop").objects().getFirst().origin().movedFrom())
                .isEqualTo("production/old");
        assertThat(fixture.last.problems()).isEmpty();
    }

    @Test
    void targetThatLosesAnObjectWaitsForTheChartThatItMayHaveMovedInto() throws Exception {
        // Given
        fixture.git
                .write("old/keelstream.yaml", application("old").replace("path:", "namespace: shop, path:"))
                .write("old/manifests/shop.yaml", configMap("shop", "1"))
                .write("old/manifests/stays.yaml", configMap("stays", "1"))
                .write("other/keelstream.yaml", application("other"))
                .write("other/manifests/a.yaml", configMap("a", "1"));
        fixture.push();
        shelf.away.add(ONE);

        // When
        fixture.git.remove("old/manifests/shop.yaml").write("other/manifests/a.yaml", configMap("a", "2"));
        List<TargetChange> without = push("version: 1.0.0");

        // Then
        assertThat(desired(without)).as("what loses nothing goes on").containsOnlyKeys("production/other");
        assertThat(rejected(without).get("production/old")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("RemovalWaits");
            assertThat(problem.message())
                    .isEqualTo("ConfigMap/shop/shop of production/old may have moved to production/shop, which is"
                            + " rejected; what is deployed stays until that is corrected, or production/old has the"
                            + " object again");
        });
        assertThat(fixture.push()).as("it is said once").isEmpty();
        fixture.restart();
        assertThat(desired(fixture.push())).as("also a new process waits").isEmpty();

        // When
        shelf.away.clear();
        shelf.changed.add(KEY);
        Map<String, Desired> with = desired(fixture.push());

        // Then
        assertThat(with.get("production/old").movedTo())
                .extracting(Desired.Moved::target)
                .containsExactly("production/shop");
        assertThat(with.get("production/shop").objects().getFirst().origin().movedFrom())
                .isEqualTo("production/old");
    }

    @Test
    void targetWithAHookLosesNothingByAChangeAndGoesOn() throws Exception {
        // Given
        fixture.git
                .write("other/keelstream.yaml", application("other"))
                .write("other/manifests/hook.yaml", """
                    apiVersion: batch/v1
                    kind: Job
                    metadata:
                      name: migrate
                      annotations: {keelstream.io/hook: pre-apply}
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: migrate, image: 'migrate:1'}]
                    """)
                .write("other/manifests/a.yaml", configMap("a", "1"));
        shelf.away.add(ONE);
        push("version: 1.0.0");

        // When
        fixture.git.write("other/manifests/a.yaml", configMap("a", "2"));
        List<TargetChange> changes = fixture.push();

        // Then
        assertThat(rejected(changes)).isEmpty();
        assertThat(desired(changes)).containsOnlyKeys("production/other");

        // When
        fixture.git.remove("other/manifests/a.yaml");

        // Then
        assertThat(rejected(fixture.push()))
                .as("an object that is gone may have moved")
                .containsOnlyKeys("production/other");
    }

    @Test
    void chartThatOneTenantLacksHoldsNothingOfAnotherTenant() throws Exception {
        // Given
        fixture.tenants = new Tenants(List.of(Teams.platform(), Teams.team("green")));
        String green = application("green-shop").replace("path:", "namespace: green, path:");
        fixture.git
                .write("teams/green/old/keelstream.yaml", green.replace("green-shop", "green-old"))
                .write("teams/green/old/manifests/old.yaml", configMap("old", "1"))
                .write("teams/green/shop/keelstream.yaml", green)
                .write("teams/green/shop/manifests/shop.yaml", configMap("shop", "1"))
                .write("teams/green/shop/manifests/stays.yaml", configMap("stays", "1"));
        assertThat(rejected(fixture.push())).isEmpty();
        shelf.away.add(ONE);

        // When
        fixture.git.remove("teams/green/old").remove("teams/green/shop/manifests/shop.yaml");
        List<TargetChange> changes = push("version: 1.0.0");

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("production/shop");
        assertThat(desired(changes)).containsOnlyKeys("production/green-old", "production/green-shop");
        assertThat(desired(changes).get("production/green-old").removed()).isTrue();
        assertThat(fixture.last.problems()).isEmpty();
    }

    @Test
    void sourceThatComesBackIsRenderedWithoutANewCommit() throws Exception {
        // Given
        shelf.away.add(ONE);
        push("version: 1.0.0");
        shelf.away.clear();
        shelf.changed.add(KEY);

        // When
        List<TargetChange> changes = fixture.push();

        // Then
        assertThat(content(desired(changes).get("production/shop"))).isEqualTo(ONE);
    }

    @Test
    void sourceThatStaysAwayIsReportedOnce() throws Exception {
        // Given
        shelf.away.add(ONE);
        push("version: 1.0.0");
        shelf.changed.add(KEY);

        // Then
        assertThat(fixture.push()).isEmpty();
    }

    @Test
    void slowSourceHoldsTheRestOfACommitUpToALimit() throws Exception {
        // Given
        push("version: 1.0.0");
        fixture.patience = Duration.ZERO;
        fixture.git
                .write("other/keelstream.yaml", application("other"))
                .write("other/manifests/a.yaml", configMap("a", "1"));
        shelf.late.add(TWO);

        // When
        List<TargetChange> changes = push("version: 1.0.0, digest: '" + TWO + "'");

        // Then
        assertThat(desired(changes)).containsOnlyKeys("production/other");
        assertThat(rejected(changes).get("production/shop").getFirst().message())
                .contains("is still being fetched from registry");
    }

    @Test
    void unchangedChartIsNotRenderedAgainAfterARestart() throws Exception {
        // Given
        push("version: 1.0.0");
        shelf.asked.clear();

        // When
        fixture.restart();
        List<TargetChange> changes = fixture.push();

        // Then
        assertThat(observed(changes)).isEmpty();
        assertThat(shelf.asked).isEmpty();
    }

    private List<TargetChange> push(String fields, String... values) throws InterruptedException {
        fixture.git
                .write("shop/keelstream.yaml", chart("shop", fields, ""))
                .write("shop/values.yaml", String.join("\n", values));
        return fixture.push();
    }

    private static String chart(String name, String fields, String more) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec: {targets: [{name: production, chart: {oci: 'oci://registry/shop', %s}%s}]}
            """.formatted(name, fields, more);
    }

    private List<SourceHead> recorded() {
        return fixture.memory.head("shop", "production").sources();
    }

    private static String content(Desired desired) {
        return String.valueOf(
                Manifest.map(desired.objects().getFirst().body().get("data")).get("content"));
    }

    /** Makes a ConfigMap of a chart's content. */
    private static final class ContentRenderer implements Renderer {

        @Override
        public String version() {
            return "content";
        }

        @Override
        public List<Entry> inputs(RenderRequest request) {
            Entry values = request.snapshot().find(request.target().path() + "/values.yaml");
            return values == null ? List.of() : List.of(values);
        }

        @Override
        public List<Wanted> sources(RenderRequest request) {
            RemoteChart chart = request.target().chart();
            return chart == null ? List.of() : List.of(chart.wanted());
        }

        @Override
        public RenderResult render(RenderRequest request) {
            Content.Archive archive =
                    (Content.Archive) request.contents().values().iterator().next();
            Entry values = inputs(request).isEmpty() ? null : inputs(request).getFirst();
            Map<String, Object> object = Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    Map.of("name", request.application()),
                    "data",
                    Map.of(
                            "content",
                            new String(archive.bytes(), StandardCharsets.UTF_8),
                            "values",
                            values == null ? "" : new String(request.snapshot().read(values), StandardCharsets.UTF_8)));
            return new RenderResult.Rendered(
                    "helm", List.of(new SourceObject(new Manifest(Manifest.map(object)), "shop")), List.of());
        }
    }
}
