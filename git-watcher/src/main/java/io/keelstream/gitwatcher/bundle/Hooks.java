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
 * The one place that decides about hooks: objects that run at an event of a release. Hooks are not supported: an object that
 * would have to run before or after an apply is rejected, because as an ordinary object it would run at the wrong time, and
 * once instead of each time. Hooks for events that do not occur here (tests, rollbacks, deletions) are left out, and listed.
 * Stateless.
 */
final class Hooks {

    /** An annotation that makes an object a hook, and its events that do not occur here, in lower case. */
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

    /** What happens to an object. */
    sealed interface HookRule {

        /** Not a hook. */
        record Ordinary() implements HookRule {}

        /** Its event does not occur; the annotation as written. */
        record LeftOut(String annotation) implements HookRule {}

        /** Its event would occur; the annotation as written. */
        record Refused(String annotation) implements HookRule {}
    }

    /** The rule for one object; of several hook annotations, one that rejects it takes precedence. */
    static HookRule rule(Manifest manifest) {
        HookRule rule = new HookRule.Ordinary();
        for (Dialect dialect : DIALECTS) {
            String moments = manifest.annotation(dialect.annotation());
            if (moments != null) {
                String written = dialect.annotation() + ": " + moments.strip();
                if (!dialect.never().containsAll(each(moments))) {
                    return new HookRule.Refused(written);
                }
                rule = new HookRule.LeftOut(written);
            }
        }
        return rule;
    }

    private static List<String> each(String moments) {
        return Arrays.stream(moments.split(",", -1))
                .map(moment -> moment.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
