package io.keelstream.applier.phase;

/** What a running release has to do. */
public sealed interface Directive {

    /** It continues. */
    record Continue() implements Directive {}

    /** Another record of Git is newer than the one the release answers: it ends, and nothing more is begun. */
    record Supersede() implements Directive {}
}
