package io.keelstream.contracts.decision;

import io.keelstream.contracts.targets.Gating.Approval;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose approvals of a change count: those of people who can be told apart where more than one is asked, and of others than its
 * authors where it is known who approves. Pure.
 *
 * @param rule what it takes to approve a change
 * @param authors who wrote it, as Git says: {@code name <address>}
 */
public record Approvers(Approval rule, List<String> authors) {

    public Approvers {
        authors = List.copyOf(authors);
    }

    /**
     * Why somebody's approval does not count; null where it does.
     *
     * @param made a decision that is not denied
     * @param required how many people are asked
     */
    public @Nullable String objection(StandingDecision made, int required) {
        if (!made.verified()) {
            return required > 1
                    ? required + " people have to approve, and who decides is not verified: list who may decide in"
                            + " keelstream.decisions.actors"
                    : null;
        }
        String actor = made.decision().actor();
        if (rule.byAuthors()) {
            return null;
        }
        if (made.emails().isEmpty()) {
            return "who " + actor + " is in Git is not known, and authors do not approve their own changes: list the"
                    + " addresses of " + actor
                    + " as emails in keelstream.decisions.actors, or set policy.approval.author:"
                    + " true";
        }
        Set<String> own = made.emails().stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return authors.stream()
                .filter(each -> own.contains(address(each)))
                .findFirst()
                .map(author ->
                        "it has commits of " + author + ", and authors do not approve their own changes; somebody"
                                + " else does, or set policy.approval.author: true")
                .orElse(null);
    }

    /** The address of somebody as Git writes them. */
    private static String address(String person) {
        int start = person.lastIndexOf('<');
        int end = person.lastIndexOf('>');
        return (start < 0 || end < start ? person : person.substring(start + 1, end))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
