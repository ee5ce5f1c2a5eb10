package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;

/** One line of a watch. */
sealed interface WatchEvent {

    /** Added or modified. */
    record Changed(Manifest object) implements WatchEvent {}

    /** Deleted, or it does not match the selector any more. */
    record Deleted(Manifest object) implements WatchEvent {}

    /** Nothing happened up to this position. */
    record Bookmark(String resourceVersion) implements WatchEvent {}

    /** The server cannot go on from here. */
    record Broken(ApiError error) implements WatchEvent {}
}
