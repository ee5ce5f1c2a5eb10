package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.ArgoCd;
import io.keelstream.kubernetes.annotation.Helm;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The one place that decides about hooks, objects that run at a moment of a release. There is no machinery for them: an
 * object that would have to run before or after an apply is refused, because as an ordinary object it would run at the wrong
 * time, and once instead of each time. Hooks of moments that never come here (tests, rollbacks, deletions) are left out, and
 * listed. Stateless.
 */
final class Hooks {

    /** An annotation that makes an object a hook, and the moments of it that never come here, in lower case. */
    private record Dialect(String annotation, Set<String> never) {}

    private static final List<Dialect> DIALECTS = List.of(
            new Dialect(Annotations.HOOK, Set.of()),
            new Dialect(
                    Helm.HOOK,
                    Set.of(
                            "test",
                            "test-success",
                            "test-failure",
                            "pre-delete",
                            "post-delete",
                            "pre-rollback",
                            "post-rollback")),
            new Dialect(ArgoCd.HOOK, Set.of("skip", "predelete", "postdelete")));

    private Hooks() {}

    /** What becomes of an object. */
    sealed interface Verdict {

        /** It is no hook. */
        record Ordinary() implements Verdict {}

        /** Its moment never comes; the annotation as written. */
        record LeftOut(String annotation) implements Verdict {}

        /** Its moment would come; the annotation as written. */
        record Refused(String annotation) implements Verdict {}
    }

    /** Judges one object; where several annotations make it a hook, one that refuses it decides. */
    static Verdict verdict(Manifest manifest) {
        Verdict verdict = new Verdict.Ordinary();
        for (Dialect dialect : DIALECTS) {
            String moments = manifest.annotation(dialect.annotation());
            if (moments != null) {
                String written = dialect.annotation() + ": " + moments.strip();
                if (!dialect.never().containsAll(each(moments))) {
                    return new Verdict.Refused(written);
                }
                verdict = new Verdict.LeftOut(written);
            }
        }
        return verdict;
    }

    private static List<String> each(String moments) {
        return Arrays.stream(moments.split(",", -1))
                .map(moment -> moment.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
