package io.keelstream.messaging.decision;

import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Signature;
import io.keelstream.contracts.decision.SignedText;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.messaging.signature.SshSignature;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may decide in an installation. Where anybody is listed, a decision counts when the actor that it names signed it, for this
 * installation, target and decision, shortly before it arrived, and after everything that is answered under its key: so
 * nothing counts that is made up, altered, or written again. Pure; thread-safe.
 */
public final class Actors {

    /** Nobody is listed: whoever may write decisions decides. */
    public static final Actors NONE = new Actors(List.of());

    /** A signature is as old as that at most when it arrives; what is older was kept by somebody. */
    static final Duration OLDEST = Duration.ofMinutes(5);

    /** The actor's clock may be ahead of the broker's by so much. */
    static final Duration AHEAD = Duration.ofMinutes(1);

    private final Map<String, Actor> actors;

    /** @throws IllegalArgumentException when two have the same name */
    public Actors(List<Actor> actors) {
        this.actors = actors.stream().collect(Collectors.toUnmodifiableMap(Actor::name, Function.identity()));
    }

    /** Whether anybody is listed, so that it is known who decides. */
    public boolean listed() {
        return !actors.isEmpty();
    }

    /**
     * A decision as it is in the table.
     *
     * @param installation the installation that judges it
     * @param target what it is about
     * @param arrived the broker's time of the record
     * @param latest when the last decision under its key that an actor signed was signed; null without one
     * @param answered whether it was answered already: then it is not too late for anything
     */
    record Arrival(
            String installation,
            String target,
            Instant arrived,
            @Nullable Instant latest,
            boolean answered) {}

    /** Whether whoever made it may decide so. */
    Authority of(Decision made, Arrival at) {
        if (actors.isEmpty()) {
            return new Authority.Unverified();
        }
        Actor actor = actors.get(made.actor());
        Signature signature = made.signature();
        if (signature == null) {
            return denied(
                    Reason.DECISION_UNSIGNED,
                    "it is not signed, and this installation takes signed decisions alone; decide with --key FILE, or with"
                            + " gpg.format ssh and user.signingkey in Git's configuration",
                    at);
        }
        if (actor == null) {
            return denied(
                    Reason.DECISION_UNVERIFIED,
                    "'" + made.actor()
                            + "' is not in keelstream.decisions.actors; decide with --actor NAME, by which you are"
                            + " listed there",
                    at);
        }
        return of(made, signature, actor, at);
    }

    private static Authority of(Decision made, Signature signature, Actor actor, Arrival at) {
        String text = SignedText.of(at.installation(), at.target(), made, signature.at());
        String key;
        try {
            SshSignature ssh = SshSignature.parse(signature.armored());
            key = ssh.fingerprint();
            if (!ssh.namesOneOf(actor.keys())) {
                return denied(
                        Reason.DECISION_UNVERIFIED,
                        "it is signed by " + key + ", which is not a key of " + actor.name()
                                + " in keelstream.decisions.actors",
                        at);
            }
            if (!ssh.verifies(actor.keys(), SignedText.NAMESPACE, text.getBytes(StandardCharsets.UTF_8))) {
                return denied(
                        Reason.DECISION_UNVERIFIED,
                        "its signature does not match: it is for something else than what it says, or for another target or"
                                + " installation than " + at.target() + " of " + at.installation(),
                        at);
            }
        } catch (IllegalArgumentException e) {
            return denied(Reason.DECISION_UNVERIFIED, "its signature cannot be read: " + e.getMessage(), at);
        }
        Authority.Denied untimely = untimely(signature.at(), at);
        if (untimely != null) {
            return untimely;
        }
        if (!actor.verbs().contains(made.kind())) {
            return denied(
                    Reason.DECISION_FORBIDDEN,
                    actor.name() + " may not " + made.kind().verb() + ", but " + actor.verbsText()
                            + " (keelstream.decisions.actors)",
                    at);
        }
        if (!actor.mayDecideAbout(at.target())) {
            return denied(
                    Reason.DECISION_FORBIDDEN,
                    actor.name() + " may not decide about " + at.target() + ", but about " + actor.targetsText()
                            + " (keelstream.decisions.actors)",
                    at);
        }
        return new Authority.Verified(key, actor.emails());
    }

    /** Why a signature is not one for now; null where it is. */
    private static Authority.@Nullable Denied untimely(Instant signed, Arrival at) {
        if (signed.isBefore(at.arrived().minus(OLDEST))
                || signed.isAfter(at.arrived().plus(AHEAD))) {
            return denied(
                    Reason.DECISION_UNVERIFIED,
                    "it was signed at " + signed + ", but arrived at " + at.arrived()
                            + "; a signature counts for five minutes: decide again, and check the clock of your machine",
                    at);
        }
        Instant latest = at.latest();
        return latest != null && !at.answered() && !signed.isAfter(latest)
                ? denied(
                        Reason.DECISION_UNVERIFIED,
                        "it was signed at " + signed + ", and another decision in its place at " + latest
                                + "; decide again",
                        at)
                : null;
    }

    private static Authority.Denied denied(Reason reason, String why, Arrival at) {
        return new Authority.Denied(reason, why, at.latest());
    }
}
