package io.keelstream.kubernetes.yaml;

import io.keelstream.kubernetes.object.Manifest;

/**
 * An object and the line on which its document starts.
 *
 * @param manifest the object
 * @param line from 1; items of a {@code kind: List} have the line of the list
 */
public record LocatedManifest(Manifest manifest, int line) {}
