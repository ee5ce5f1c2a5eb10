package io.keelstream.cli.explain;

import io.keelstream.cli.drift.DriftText;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.List;

/** What somebody changed outside Git. Pure. */
final class DriftFindings {

    private DriftFindings() {}

    /**
     * Changes that may be why the target is as it is: those that come back after each correction, and those of an object that is not
     * healthy.
     */
    static List<Finding> causes(Situation at) {
        return findings(at, true);
    }

    /** The other ones, and what cannot be judged. */
    static List<Finding> rest(Situation at) {
        List<Finding> rest = new ArrayList<>(findings(at, false));
        at.drift().problems().stream()
                .map(each -> Finding.of(at, "cannot be checked for drift", each, null))
                .forEach(rest::add);
        String unreadable = at.unreadable().get(Topic.DRIFTED);
        if (unreadable != null) {
            rest.add(Finding.of(at, "cannot be checked for drift", null)
                    .then(
                            Topic.DRIFTED.topicName(),
                            Reason.POISON_EVENT.label(),
                            "the record of the target cannot be read: " + unreadable,
                            null));
        }
        return rest;
    }

    private static List<Finding> findings(Situation at, boolean causes) {
        return at.drift().objects().stream()
                .filter(each -> (each.contested() || isUnhealthy(at, each)) == causes)
                .map(each -> Finding.of(at, phrase(each), each.detectedAt())
                        .then(each.reference(), Finding.word(each.kind()), DriftText.change(each), each.detectedAt()))
                .toList();
    }

    private static boolean isUnhealthy(Situation at, DriftedObject object) {
        return at.state() != null
                && at.state().unhealthy().stream().map(ObjectHealth::reference).anyMatch(object.reference()::equals);
    }

    private static String phrase(DriftedObject object) {
        if (object.contested()) {
            return "is changed outside Git again after each correction, the next one at " + object.notBefore();
        }
        return object.policy() == TargetPolicy.Drift.CORRECT
                ? "was changed outside Git, and is corrected"
                : "was changed outside Git";
    }
}
