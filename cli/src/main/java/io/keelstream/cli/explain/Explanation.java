package io.keelstream.cli.explain;

import io.keelstream.contracts.targets.TargetName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a target is as it is.
 *
 * @param target the target
 * @param fine whether it is healthy at what Git says, and nothing is in its way
 * @param chain from the target to the first cause, which is its last link; not empty
 * @param remedy how a person lets it go on, with the command; null where the cause itself says what to do
 * @param others what else was found, each by its own first cause; the most important one first
 */
public record Explanation(
        TargetName target,
        boolean fine,
        List<Link> chain,
        @Nullable String remedy,
        List<Link> others) {

    public Explanation {
        chain = List.copyOf(chain);
        others = List.copyOf(others);
    }

    /**
     * One step on the way from a target to what is wrong.
     *
     * @param subject what it is about: a target, an object, pods, a file, a ref
     * @param reason the stable name of what is wrong; empty where it has none
     * @param text what is wrong; of a target what follows its name in a sentence
     * @param since when that began; null where no record says so
     */
    public record Link(
            String subject,
            String reason,
            String text,
            @Nullable Instant since) {}

    /** The first cause. */
    public Link cause() {
        return chain.getLast();
    }

    /** One sentence with the first cause, without its full stop. */
    public String sentence() {
        Link first = chain.getFirst();
        String cause = because();
        return first.subject() + " " + first.text() + (cause.isEmpty() ? "" : ": " + cause);
    }

    /** The first cause with what it is about; empty where the target itself is all there is to say. */
    public String because() {
        if (chain.size() == 1) {
            return "";
        }
        Link cause = cause();
        Link before = chain.get(chain.size() - 2);
        // The pods of a workload have no name of their own.
        String place = isPods(cause) ? before.subject() + ": " + cause.subject() : cause.subject();
        if (chain.size() == 2 && place.equals(target.toString())) {
            return cause.text();
        }
        // What is said of another target is a sentence about it, which has no reason.
        return place + (cause.reason().isEmpty() && !isPods(cause) ? " " : ": ") + cause.text();
    }

    private static boolean isPods(Link link) {
        return link.subject().endsWith(" pod") || link.subject().endsWith(" pods");
    }
}
