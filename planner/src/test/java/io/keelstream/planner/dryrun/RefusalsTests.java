package io.keelstream.planner.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiError.Cause;
import io.keelstream.kubernetes.client.ApiError.Kind;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.planner.ownership.Adoption;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTests {

    @Test
    void everyCauseOfARefusalIsAProblemOfItsOwn() {
        assertThat(Refusals.problems(
                        "Pod/shop/a",
                        error(
                                Kind.PERMANENT,
                                new Cause("FieldValueRequired", "spec.a", "Required value"),
                                new Cause("FieldValueInvalid", "spec.b", "Invalid value"),
                                new Cause("FieldValueInvalid", "spec.b", "Invalid value"))))
                .extracting(Problem::message)
                .containsExactly("spec.a: Required value", "spec.b: Invalid value");
    }

    @Test
    void adoptionResolvesConflictsWithAdoptedManagers() {
        // Given
        ApiError error = error(
                Kind.CONFLICT,
                new Cause("FieldManagerConflict", ".data.a", "conflict with \"kubectl-edit\" using v1"),
                new Cause("FieldManagerConflict", ".data.b", "conflict with \"operator\""));

        // Then
        List<ManagedFieldsEntry> folded = new Adoption(Adoption.DEFAULT_MANAGERS)
                .fold("v1")
                .folded(Samples.withEntry(
                        Samples.manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"),
                        Samples.entry("kubectl-edit", "Update", "", "2026-01-01T00:00:00Z", "data|a")));
        assertThat(Refusals.conflicts("ConfigMap/shop/a", error, folded))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains(".data.b is owned by operator"));
        assertThat(Refusals.conflicts("ConfigMap/shop/a", error, List.of())).hasSize(2);
    }

    private static ApiError error(Kind kind, Cause... causes) {
        return new ApiError(kind, 422, "Invalid", "it is invalid", List.of(causes), null);
    }
}
