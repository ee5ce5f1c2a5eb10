package io.keelstream.messaging.decision;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.messaging.signature.SshPublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A person, or a program, who may decide.
 *
 * @param name what decisions call them
 * @param keys their keys; several while one takes the place of another
 * @param emails the addresses by which Git knows them; empty where nobody said
 * @param targets what they may decide about; {@code *} stands for any text
 * @param verbs what they may decide
 */
public record Actor(String name, Set<SshPublicKey> keys, List<String> emails, List<String> targets, Set<Kind> verbs) {

    public Actor {
        keys = Set.copyOf(keys);
        emails = List.copyOf(emails);
        targets = List.copyOf(targets);
        verbs = Set.copyOf(verbs);
    }

    /** Whether they may decide about a target. */
    boolean mayDecideAbout(String target) {
        return targets.stream().anyMatch(pattern -> matches(pattern, target));
    }

    /** Their verbs in order, for messages. */
    String verbsText() {
        return text(verbs.stream().map(Kind::verb).toList());
    }

    /** Their targets in order, for messages. */
    String targetsText() {
        return text(targets);
    }

    private static String text(Collection<String> words) {
        return words.stream().sorted().collect(Collectors.joining(", "));
    }

    /** Each part between stars is sought once, behind the one before it: the first place is as good as any. */
    private static boolean matches(String pattern, String text) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equals(text);
        }
        String last = parts[parts.length - 1];
        if (!text.startsWith(parts[0]) || text.length() < parts[0].length() + last.length() || !text.endsWith(last)) {
            return false;
        }
        int at = parts[0].length();
        int end = text.length() - last.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }
}
