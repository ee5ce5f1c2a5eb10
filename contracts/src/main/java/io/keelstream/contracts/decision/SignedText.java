package io.keelstream.contracts.decision;

import io.keelstream.contracts.decision.Decision.Named;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The text that an actor signs: everything a decision says, the target and the installation that it is for, and when it was
 * signed, so that a signature is good for one decision in one place. One line per field in a fixed order, {@code name value};
 * what is absent has no line. Backslash, line feed and carriage return are written as {@code \\}, {@code \n} and {@code \r}. Pure.
 */
public final class SignedText {

    /** What the signature is for, as {@code ssh-keygen -n} takes it: a signature for anything else does not count. */
    public static final String NAMESPACE = "keelstream-decision";

    private SignedText() {}

    /**
     * The text.
     *
     * @param installation the installation whose services judge the decision
     * @param target what it is about
     * @param at when it is signed
     */
    public static String of(String installation, String target, Decision decision, Instant at) {
        Named named = decision.named();
        StringBuilder text = new StringBuilder("keelstream decision v1\n");
        line(text, "installation", installation);
        line(text, "target", target);
        line(text, "id", decision.id());
        line(text, "kind", decision.kind().name());
        line(text, "actor", decision.actor());
        line(text, "reason", decision.reason());
        line(text, "change", named.changeDigest());
        line(text, "deployment", named.deploymentId());
        line(text, "step", named.step());
        line(text, "commit", named.commit());
        line(text, "past-barrier", named.pastBarrier());
        line(text, "with-secrets", named.withSecrets());
        line(text, "hard", named.hard());
        line(text, "valid-for-millis", decision.validForMillis());
        line(text, "at", at);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(name)
                    .append(' ')
                    .append(value.toString()
                            .replace("\\", "\\\\")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"))
                    .append('\n');
        }
    }
}
