package io.keelstream.gitwatcher.render;

import io.keelstream.kubernetes.object.Manifest;

/**
 * One object as a renderer wrote it.
 *
 * @param manifest the object
 * @param file where it was written, from the repository's root; for messages
 */
public record SourceObject(Manifest manifest, String file) {}
