package io.keelstream.kubernetes.policy.rule;

import io.keelstream.kubernetes.policy.Asked;
import io.keelstream.kubernetes.policy.Rule;
import io.keelstream.kubernetes.policy.Violation;
import java.util.List;

/** A Deployment says how many of its old ReplicaSets stay: ten, where it does not, of each Deployment of the cluster. */
record RevisionHistory() implements Rule {

    @Override
    public String name() {
        return "revision-history";
    }

    @Override
    public List<Violation> of(Asked object) {
        boolean unsaid = object.kind().toString().equals("Deployment.apps")
                && object.body().spec().get("revisionHistoryLimit") == null;
        return object.breaking(
                this,
                unsaid ? List.of("spec.revisionHistoryLimit is not set, so that ten old ReplicaSets stay") : List.of(),
                "set it, e.g. to 3");
    }
}
