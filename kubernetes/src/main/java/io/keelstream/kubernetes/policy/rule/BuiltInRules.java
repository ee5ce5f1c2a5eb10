package io.keelstream.kubernetes.policy.rule;

import io.keelstream.kubernetes.policy.Rule;
import java.util.List;

/** The rules that every installation has. */
public final class BuiltInRules {

    /** All of them. */
    public static final List<Rule> ALL =
            List.of(new ResourceRequests(), new ImageTag(), new Probes(), new RevisionHistory(), new HostAccess());

    private BuiltInRules() {}
}
