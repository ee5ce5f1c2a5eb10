package io.keelstream.gitwatcher.source;

import io.keelstream.contracts.revision.Problem;

/** What is known of a chart or base from elsewhere at the moment; asking never waits for a network. */
public sealed interface Answer<T> {

    /** It is known. */
    record Known<T>(T value) implements Answer<T> {}

    /** It is being fetched. */
    record Pending<T>() implements Answer<T> {}

    /** It could not be fetched; it is tried again by itself. */
    record Failed<T>(Problem problem) implements Answer<T> {}
}
