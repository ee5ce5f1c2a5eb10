package io.keelstream.messaging.decision;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.messaging.signature.SshPublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may decide about targets: the same in every service that judges decisions. A wrong value stops the start with a line that
 * names the property and what is allowed.
 *
 * @param actors people and programs who may decide; where one is listed, decisions count when a listed key signed them
 */
public record DecisionProperties(List<ActorProperties> actors) {

    /** Nobody is listed. */
    public static final DecisionProperties NONE = new DecisionProperties(List.of());

    private static final String PROPERTY = "keelstream.decisions.actors[";

    public DecisionProperties {
        actors = copy(actors);
    }

    /** What the file does not have is absent when Spring binds it. */
    private static <T> List<T> copy(List<T> written) {
        return List.copyOf(Objects.requireNonNullElse(written, List.of()));
    }

    /**
     * A person or a program who may decide.
     *
     * @param name what decisions call them: {@code --actor}
     * @param keys their public keys of SSH, each as in a file {@code *.pub}; to change a key, list both for a while
     * @param keysFile file with further keys, one a line
     * @param emails the addresses by which Git knows them, so that nobody approves their own commits
     * @param targets what they may decide about, e.g. {@code production/shop}; {@code *} stands for any text; none for all
     * @param verbs what they may decide: approve, reject, retry, replan, rehearse, release, promote, abort, pause, resume,
     *     pin, rollback, unpin; none for all
     */
    public record ActorProperties(
            String name,
            List<String> keys,
            @Nullable Path keysFile,
            List<String> emails,
            List<String> targets,
            List<String> verbs) {

        public ActorProperties {
            name = Objects.requireNonNullElse(name, "");
            keys = copy(keys);
            emails = copy(emails);
            targets = copy(targets);
            verbs = copy(verbs);
        }
    }

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException when something is wrong; the message names the property
     */
    public Actors read() {
        List<Actor> read = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        Map<SshPublicKey, String> owners = new HashMap<>();
        for (int i = 0; i < actors.size(); i++) {
            String at = PROPERTY + i + "]";
            Actor actor = actor(actors.get(i), at);
            if (names.put(actor.name(), at) != null) {
                throw new IllegalArgumentException(
                        at + ".name is '" + actor.name() + "', which another actor has; list both keys under one");
            }
            for (SshPublicKey key : actor.keys()) {
                String other = owners.put(key, actor.name());
                if (other != null) {
                    throw new IllegalArgumentException(at + ".keys has " + key.fingerprint() + ", which " + other
                            + " has; a key belongs to one person, or two could be the same");
                }
            }
            read.add(actor);
        }
        return new Actors(read);
    }

    private static Actor actor(ActorProperties written, String at) {
        if (written.name().isBlank()
                || written.name().chars().anyMatch(each -> Character.isISOControl(each) || each == '#')) {
            throw new IllegalArgumentException(
                    at + ".name is '" + written.name() + "'; allowed: a name without '#' and control characters");
        }
        Set<SshPublicKey> keys = keys(written, at);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    at + ".keys is empty; list a public key, as in a file *.pub, or set keys-file");
        }
        List<String> targets = written.targets().isEmpty() ? List.of("*") : written.targets();
        return new Actor(written.name(), keys, written.emails(), targets, verbs(written, at));
    }

    private static Set<SshPublicKey> keys(ActorProperties written, String at) {
        Set<SshPublicKey> keys = new LinkedHashSet<>();
        for (int i = 0; i < written.keys().size(); i++) {
            keys.add(key(written.keys().get(i), at + ".keys[" + i + "]"));
        }
        Path file = written.keysFile();
        if (file != null) {
            List<String> lines = lines(file, at + ".keys-file");
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                    keys.add(key(lines.get(i), at + ".keys-file is " + file + ": line " + (i + 1)));
                }
            }
        }
        return keys;
    }

    private static List<String> lines(Path file, String at) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(at + " is " + file + "; it cannot be read", e);
        }
    }

    private static SshPublicKey key(String line, String at) {
        try {
            return SshPublicKey.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(at + ": the key " + e.getMessage(), e);
        }
    }

    private static Set<Kind> verbs(ActorProperties written, String at) {
        Map<String, Kind> known = EnumSet.complementOf(EnumSet.of(Kind.UNKNOWN)).stream()
                .collect(Collectors.toMap(Kind::verb, kind -> kind));
        if (written.verbs().isEmpty()) {
            return Set.copyOf(known.values());
        }
        Set<Kind> verbs = EnumSet.noneOf(Kind.class);
        for (String verb : written.verbs()) {
            Kind kind = known.get(verb.toLowerCase(Locale.ROOT));
            if (kind == null) {
                throw new IllegalArgumentException(at + ".verbs has '" + verb + "'; allowed: "
                        + known.keySet().stream().sorted().collect(Collectors.joining(", ")));
            }
            verbs.add(kind);
        }
        return verbs;
    }
}
