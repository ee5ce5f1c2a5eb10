package io.keelstream.planner.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.order.PruneOrder.Pruned;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruneOrderTests {

    @Test
    void deletionsRunInReverseOrderOfWaveAndKind() {
        // Given
        List<Pruned> objects = List.of(
                pruned("Namespace//shop", 0),
                pruned("ConfigMap/shop/settings", 0),
                pruned("Deployment.apps/shop/web", 0),
                pruned("Job.batch/shop/migrate", -1),
                pruned("Ingress.networking.k8s.io/shop/web", 2));

        // When
        List<Pruned> order = PruneOrder.of(objects);

        // Then
        assertThat(order)
                .extracting(each -> each.reference().kind())
                .containsExactly("Ingress", "Deployment", "ConfigMap", "Namespace", "Job");
    }

    @Test
    void namespaceIsDeletedAfterItsContentAndADefinitionAfterItsResources() {
        // Given
        List<Pruned> all = List.of(
                pruned("Namespace//shop", 0),
                pruned("ConfigMap/shop/a", 0),
                pruned("ConfigMap/other/a", 0),
                pruned("CustomResourceDefinition.apiextensions.k8s.io//widgets.example.com", 0),
                pruned("Widget.example.com/shop/w", 0));

        // When
        List<ObjectReference> beforeNamespace = PruneOrder.before(all.get(0), all);
        List<ObjectReference> beforeDefinition = PruneOrder.before(all.get(3), all);

        // Then
        assertThat(beforeNamespace)
                .extracting(ObjectReference::toString)
                .containsExactly("ConfigMap/shop/a", "Widget.example.com/shop/w");
        assertThat(beforeDefinition).extracting(ObjectReference::toString).containsExactly("Widget.example.com/shop/w");
    }

    private static Pruned pruned(String reference, int wave) {
        return new Pruned(ObjectReference.parse(reference), wave);
    }
}
