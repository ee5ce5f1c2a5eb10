package io.keelstream.planner.dryrun;

import io.keelstream.kubernetes.object.GroupKind;
import java.util.Set;

/**
 * What the planner may ask the server about by dry-run. Its account can write nothing, not even on trial, that grants
 * rights or guards the cluster; and Secrets stay away from it altogether, because the answer to a trial is the live
 * Secret. Pure.
 */
final class Sendable {

    private static final Set<String> GUARDED_GROUPS =
            Set.of("rbac.authorization.k8s.io", "admissionregistration.k8s.io");

    private Sendable() {}

    /** Whether a dry-run of this kind may be sent. */
    static boolean dryRun(GroupKind kind) {
        return !secret(kind) && !GUARDED_GROUPS.contains(kind.group());
    }

    /** Whether only metadata of this kind may be read. */
    static boolean secret(GroupKind kind) {
        return kind.group().isEmpty() && kind.kind().equals("Secret");
    }
}
