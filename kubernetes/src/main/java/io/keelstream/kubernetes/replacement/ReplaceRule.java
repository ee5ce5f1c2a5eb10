package io.keelstream.kubernetes.replacement;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.ArgoCd;
import io.keelstream.kubernetes.annotation.Flux;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Arrays;
import java.util.Set;

/** Whether a manifest allows deleting the object and creating it again, and what is said where it does not. Pure. */
public final class ReplaceRule {

    /** What to do about a field that may not change. */
    public static final String ADVICE =
            "undo the change, or allow deleting and creating the object with the annotation " + Annotations.REPLACE
                    + ": on-immutable";

    private static final Set<String> OPTIONS = Set.of("Replace=true", "Force=true");

    private ReplaceRule() {}

    /** Whether it does, in our words, Flux's or Argo CD's. */
    public static boolean allows(Manifest manifest) {
        String options = manifest.annotation(ArgoCd.SYNC_OPTIONS);
        return "on-immutable".equals(manifest.annotation(Annotations.REPLACE))
                || "enabled".equals(manifest.annotation(Flux.FORCE))
                || (options != null
                        && Arrays.stream(options.split(",", -1))
                                .map(String::strip)
                                .anyMatch(OPTIONS::contains));
    }
}
