package io.keelstream.messaging.decision;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.text.Wildcard;
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
        return targets.stream().anyMatch(pattern -> Wildcard.matches(pattern, target));
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
}
