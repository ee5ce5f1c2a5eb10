package io.keelstream.contracts.targets;

import io.keelstream.contracts.window.Window;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a change waits for before it is applied. Corrections of drift and rollbacks wait for none of it.
 *
 * @param sync whether a change is applied without being asked for
 * @param approval what it takes to approve a change that waits for it
 * @param windows when a change may begin; empty for at any time
 * @param rules what follows where it breaks a rule of the installation, by the rule's name; the installation says the rest
 * @param maxCostIncreasePercent a change that asks for more than so much more CPU or memory breaks the rule {@code cost}; null
 *     for what the installation says
 * @param dependsOn the targets that have to be healthy before it begins; each {@code <target name>/<application name>}
 * @param pin the commit that the target stays at, or its first digits; null where it follows Git
 */
public record Gating(
        Sync sync,
        Approval approval,
        List<Window> windows,
        Map<String, RuleLevel> rules,
        @Nullable Integer maxCostIncreasePercent,
        List<String> dependsOn,
        @Nullable String pin) {

    /** Changes are applied at once; what needs approval all the same needs that of one person. */
    public static final Gating DEFAULT = new Gating(Sync.AUTO, Approval.DEFAULT, List.of());

    public Gating {
        windows = List.copyOf(windows);
        rules = Map.copyOf(rules);
        dependsOn = List.copyOf(dependsOn);
    }

    /** What depends on no other target, and where the installation says what follows from its rules. */
    public Gating(Sync sync, Approval approval, List<Window> windows) {
        this(sync, approval, windows, Map.of(), null);
    }

    /** What depends on no other target. */
    public Gating(
            Sync sync,
            Approval approval,
            List<Window> windows,
            Map<String, RuleLevel> rules,
            @Nullable Integer maxCostIncreasePercent) {
        this(sync, approval, windows, rules, maxCostIncreasePercent, List.of(), null);
    }

    /** The same with other levels of rules. */
    public Gating withRules(Map<String, RuleLevel> others) {
        return new Gating(sync, approval, windows, others, maxCostIncreasePercent, dependsOn, pin);
    }

    /** The same, depending on these. */
    public Gating dependingOn(List<String> others) {
        return new Gating(sync, approval, windows, rules, maxCostIncreasePercent, others, pin);
    }

    /** The same, at this commit. */
    public Gating pinnedTo(@Nullable String commit) {
        return new Gating(sync, approval, windows, rules, maxCostIncreasePercent, dependsOn, commit);
    }

    /** Whether a change is applied without being asked for. */
    public enum Sync {
        /** As soon as it is planned. */
        AUTO,
        /** Once exactly this change is approved. */
        MANUAL,
        UNKNOWN
    }

    /**
     * What it takes to approve a change.
     *
     * @param required how many people
     * @param expiresMillis how long an approval counts, from when it was given; milliseconds
     * @param author whether those who wrote the change may approve it, where it is known who approves; null for not
     */
    public record Approval(
            int required, long expiresMillis, @Nullable Boolean author) {

        /** One person, for a day. */
        public static final Approval DEFAULT = new Approval(1, 86_400_000);

        /** That of others than those who wrote the change. */
        public Approval(int required, long expiresMillis) {
            this(required, expiresMillis, null);
        }

        /** Whether those who wrote the change may approve it. */
        public boolean byAuthors() {
            return Boolean.TRUE.equals(author);
        }

        public Approval {
            if (required < 1 || expiresMillis < 1) {
                throw new IllegalArgumentException("approval: required >= 1 and expires > 0");
            }
        }
    }
}
