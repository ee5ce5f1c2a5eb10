package io.keelstream.kubernetes.health.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The shipped library on statuses that the APIs document: each in the file of its project, for every kind that is judged alike. */
class HealthLibraryTests {

    private static final List<String> FILES = List.of(
            "cert-manager.yaml", "secrets.yaml", "networks.yaml", "operators.yaml", "delivery.yaml", "crossplane.yaml");
    private static final HealthContext CONTEXT = HealthContext.standing(Instant.parse("2026-03-02T08:00:00Z"));
    private static final List<Case> CASES = cases();

    private record Case(String file, String name, boolean alone, String expected, String message, Manifest object) {

        HealthStatus judged(Manifest other) {
            return HealthAssessment.of(other, CONTEXT, HealthLibrary.shipped());
        }

        boolean judgedBy(LibraryEntry entry) {
            GroupKind kind = object.groupKind();
            return entry.kinds().contains(kind.toString())
                    || entry.kinds().contains("*." + kind.group())
                    || (entry.kinds().contains("*") && entries().noneMatch(each -> judgedByName(each)));
        }

        private boolean judgedByName(LibraryEntry entry) {
            return entry.kinds().contains(object.groupKind().toString())
                    || entry.kinds().contains("*." + object.groupKind().group());
        }

        /** The same of another kind that is judged alike. */
        Manifest as(String kind) {
            int dot = kind.indexOf('.');
            Manifest other = object.copy();
            if (!kind.equals("*") && !alone) {
                other.tree().put("apiVersion", kind.substring(dot + 1) + "/v1");
                if (dot > 1) {
                    other.tree().put("kind", kind.substring(0, dot));
                }
            }
            return other;
        }
    }

    private static Stream<LibraryEntry> entries() {
        return HealthLibrary.entries().stream();
    }

    @TestFactory
    Stream<DynamicTest> objectOfEachKindIsJudgedByItsConditions() {
        return CASES.stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.object().kind() + ": " + each.name(),
                        () -> entries().filter(each::judgedBy).forEach(entry -> {
                            for (String kind : entry.kinds()) {
                                HealthStatus status = each.judged(each.as(kind));
                                assertThat(status.health())
                                        .as("%s in %s, %s", each.name(), each.file(), status.message())
                                        .hasToString(each.expected());
                                assertThat(status.message()).as(each.name()).contains(each.message());
                            }
                        })));
    }

    @Test
    void eachEntryHasACaseOfEachHealthAndOfAnEarlierGeneration() {
        entries().forEach(entry -> {
            List<Case> own = CASES.stream().filter(each -> each.judgedBy(entry)).toList();
            TreeSet<String> expected = new TreeSet<>(List.of("Healthy", "Progressing", "Degraded"));
            if (!entry.check().suspended().isEmpty()) {
                expected.add("Suspended");
            }
            assertThat(own.stream().map(Case::expected))
                    .as("cases of %s", entry.kinds())
                    .containsAll(expected);
            assertThat(own.stream().anyMatch(each -> each.name().startsWith("stale")))
                    .as("a case of an earlier generation of %s, where its status says which", entry.kinds())
                    .isEqualTo(entry.generations());
        });
    }

    @Test
    void eachCaseIsJudgedByOneEntry() {
        assertThat(CASES)
                .allSatisfy(each -> assertThat(entries().filter(each::judgedBy))
                        .as("%s of %s", each.name(), each.object())
                        .hasSize(1));
    }

    @Test
    void eachKindIsInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../docs/health.md"));
        assertThat(entries().flatMap(entry -> entry.kinds().stream()).filter(kind -> !kind.equals("*")))
                .allSatisfy(kind -> assertThat(page).contains("`" + kind + "`"));
    }

    @Test
    void otherKindsAreLeftToTheRulesForEveryKind() {
        for (String object : List.of(
                "{\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\"}",
                "{\"apiVersion\": \"gateway.networking.k8s.io/v1\", \"kind\": \"Gateway\"}",
                "{\"apiVersion\": \"example.com/v1\", \"kind\": \"Certificate\"}",
                "{\"apiVersion\": \"apiextensions.k8s.io/v1\", \"kind\": \"Any\", \"spec\": {\"compositionRef\": {}}}")) {
            assertThat(HealthLibrary.shipped().of(new Manifest(Json.readObject(object))))
                    .as(object)
                    .isNull();
        }
    }

    @Test
    void annotationThatIgnoresHealthTakesPrecedence() {
        Manifest ignored = new Manifest(Json.readObject("""
            {"apiVersion": "cert-manager.io/v1", "kind": "Issuer",
             "metadata": {"name": "a", "annotations": {"keelstream.io/health": "ignore"}},
             "status": {"conditions": [{"type": "Ready", "status": "False"}]}}
            """));
        assertThat(HealthAssessment.of(ignored, CONTEXT, HealthLibrary.shipped())
                        .health())
                .isEqualTo(Health.HEALTHY);
    }

    @Test
    void entryThatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> LibraryEntry.read(Map.of("kind", "a"))).hasMessageContaining("unknown field kind");
        assertThatThrownBy(() -> LibraryEntry.read(Map.of("api", "a", "kinds", List.of("A.b"), "source", "s")))
                .hasMessage("a health check of [A.b] lacks healthy");
        LibraryEntry entry = entries().findFirst().orElseThrow();
        assertThatThrownBy(() -> new HealthLibrary(List.of(entry, entry))).hasMessageContaining("two health checks of");
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String file : FILES) {
            try (InputStream content =
                    Objects.requireNonNull(HealthLibraryTests.class.getResourceAsStream(file), file)) {
                new YamlReader().documents(content.readAllBytes()).orThrow().forEach(document -> {
                    Map<String, @Nullable Object> written = Manifest.map(document.value());
                    cases.add(new Case(
                            file,
                            String.valueOf(written.get("case")),
                            Boolean.TRUE.equals(written.get("alone")),
                            String.valueOf(written.get("expected")),
                            written.get("message") instanceof String text ? text : "",
                            new Manifest(Manifest.map(written.get("object")))));
                });
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return cases;
    }
}
