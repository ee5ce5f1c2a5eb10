package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.object.Manifest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Hooks are objects that run at a moment of a release. Until there is machinery for them an object that would have to run
 * before or after an apply is refused: applying it as if it were an ordinary object would run it at the wrong time. Hooks
 * of moments that never come here (tests, rollbacks, deletions) are left out. Stateless.
 */
final class Hooks {

    private static final Set<String> HELM_LEFT_OUT = Set.of(
            "test", "test-success", "test-failure", "pre-delete", "post-delete", "pre-rollback", "post-rollback");
    private static final Set<String> ARGO_LEFT_OUT = Set.of("skip", "predelete", "postdelete");

    private Hooks() {}

    /** What becomes of an object. */
    enum Verdict {
        ORDINARY,
        LEFT_OUT,
        REFUSED
    }

    static Verdict verdict(Manifest manifest) {
        if (manifest.annotation("keelstream.io/hook") != null) {
            return Verdict.REFUSED;
        }
        Verdict helm = verdict(manifest.annotation("helm.sh/hook"), HELM_LEFT_OUT);
        return helm == Verdict.ORDINARY ? verdict(manifest.annotation("argocd.argoproj.io/hook"), ARGO_LEFT_OUT) : helm;
    }

    private static Verdict verdict(@org.jspecify.annotations.Nullable String moments, Set<String> leftOut) {
        if (moments == null || moments.isBlank()) {
            return Verdict.ORDINARY;
        }
        List<String> each = Arrays.stream(moments.split(",", -1))
                .map(moment -> moment.strip().toLowerCase(java.util.Locale.ROOT))
                .filter(moment -> !moment.isEmpty())
                .toList();
        return leftOut.containsAll(each) ? Verdict.LEFT_OUT : Verdict.REFUSED;
    }
}
