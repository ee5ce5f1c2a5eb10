package io.keelstream.cli.adopt.source;

import io.keelstream.kubernetes.object.Manifest;

/**
 * An object of another tool, and where it is.
 *
 * @param file path from the folder that is read
 * @param line line on which its document starts, from 1
 * @param manifest the object
 */
public record FoundObject(String file, int line, Manifest manifest) {

    /** As people name it: {@code Application argocd/shop}. */
    public String title() {
        String namespace = manifest.namespace();
        return manifest.kind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + manifest.name();
    }

    /** Whether it has a kind of an API group, in whatever version. */
    public boolean is(String group, String kind) {
        return manifest.kind().equals(kind) && manifest.apiVersion().startsWith(group + "/");
    }
}
