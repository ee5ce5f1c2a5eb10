package io.keelstream.cli.adopt.draft;

import io.keelstream.cli.adopt.draft.Finding.Kind;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Findings about one object. Confined to one thread. */
public final class Report {

    private final Origin origin;
    private final Findings findings;
    private final Set<String> hands = new LinkedHashSet<>();

    public Report(Origin origin, Findings findings) {
        this.origin = origin;
        this.findings = findings;
    }

    /** One about something else that the same object makes. */
    public Report another() {
        return new Report(origin, findings);
    }

    /** What needs a hand of another one does so here, too. */
    public void inherit(Report other) {
        hands.addAll(other.hands);
    }

    /** The object. */
    public Origin origin() {
        return origin;
    }

    /** Whether a person has to do something. */
    public boolean byHand() {
        return !hands.isEmpty();
    }

    /** Fields that a person has to look after; an empty one is the whole object. */
    public Set<String> hands() {
        return Collections.unmodifiableSet(hands);
    }

    /** A field that is said in other words. */
    public void translated(String field, String message) {
        findings.add(Kind.TRANSLATED, origin, field, message);
    }

    /** A field that has no counterpart. */
    public void noCounterpart(String field, String message) {
        findings.add(Kind.NO_COUNTERPART, origin, field, message);
    }

    /** A field that a person has to look after. */
    public void needsHand(String field, String message) {
        findings.add(Kind.NEEDS_HAND, origin, field, message);
        hands.add(field);
    }
}
