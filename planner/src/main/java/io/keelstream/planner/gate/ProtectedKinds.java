package io.keelstream.planner.gate;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Kinds whose deletion takes more with it than the object: they always wait. Pure.
 *
 * @param lookAgain how soon to look again
 */
record ProtectedKinds(Duration lookAgain) implements Gate {

    private static final Set<String> PROTECTED = Set.of(
            "Namespace", "CustomResourceDefinition.apiextensions.k8s.io", "PersistentVolume", "PersistentVolumeClaim");

    @Override
    public List<Objection> check(PlanDraft draft) {
        return draft.deletions().stream()
                .filter(each -> PROTECTED.contains(
                        ObjectReference.parse(each.reference()).groupKind().toString()))
                .map(each -> new Objection(
                        Reason.PROTECTED_KIND,
                        each.reference(),
                        "restore it in Git, delete it manually, or annotate the live object " + Annotations.PRUNE
                                + "=disabled to keep it",
                        "objects of its kind are never deleted without approval",
                        lookAgain))
                .toList();
    }
}
