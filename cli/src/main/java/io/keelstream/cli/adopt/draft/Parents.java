package io.keelstream.cli.adopt.draft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Objects of a tool that deploy others of its objects, as an app of apps does. What a parent needs a hand for counts for what it deploys, too: it may hold it back,
 * change it, or send it elsewhere. Confined to one thread.
 */
public final class Parents {

    private final List<Parent> all = new ArrayList<>();

    /**
     * One that deploys others.
     *
     * @param report about it
     * @param files where the objects are that it deploys
     */
    private record Parent(Report report, Set<String> files) {

        boolean deploys(Report other) {
            return other != report && files.contains(other.origin().file());
        }
    }

    /** Adds one, with the files whose objects it deploys; none of them makes it no parent. */
    public void add(Report report, Set<String> files) {
        if (!files.isEmpty()) {
            all.add(new Parent(report, Set.copyOf(files)));
        }
    }

    /** Reports what parents need a hand for about everything below them. */
    public void tell(List<Draft> drafts) {
        Deque<Parent> next = new ArrayDeque<>(
                all.stream().filter(each -> each.report().byHand()).toList());
        while (!next.isEmpty()) {
            Parent parent = next.pop();
            for (Parent below : all) {
                if (parent.deploys(below.report()) && !below.report().byHand()) {
                    tell(parent.report(), below.report());
                    next.add(below);
                }
            }
            drafts.stream().map(Draft::report).filter(parent::deploys).forEach(each -> tell(parent.report(), each));
        }
    }

    private static void tell(Report parent, Report child) {
        String fields = parent.hands().stream().filter(each -> !each.isEmpty()).collect(Collectors.joining(", "));
        child.needsHand(
                "",
                "is deployed by " + parent.origin().object() + ", which needs a hand itself"
                        + (fields.isEmpty() ? "" : " (" + fields + ")")
                        + ": what that changes here is not in the file");
    }
}
