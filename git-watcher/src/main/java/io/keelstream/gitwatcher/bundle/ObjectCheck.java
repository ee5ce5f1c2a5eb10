package io.keelstream.gitwatcher.bundle;

import io.keelstream.gitwatcher.application.Names;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks that an object can be identified. Everything else is checked by the API server. Stateless. */
final class ObjectCheck {

    private static final Pattern API_VERSION = Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[a-z0-9]+");
    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9._:~@]{0,252}");

    private ObjectCheck() {}

    /** What is wrong with the object's identity; empty when nothing is. */
    static Optional<String> problem(Manifest manifest) {
        if (manifest.apiVersion().isEmpty() || manifest.kind().isEmpty()) {
            String missing = manifest.kind().isEmpty() ? "kind" : "apiVersion";
            return Optional.of("not a Kubernetes object: " + missing
                    + " is missing; leave the file out with .keelstreamignore if it is not one");
        }
        String what = manifest.kind();
        if (!API_VERSION.matcher(manifest.apiVersion()).matches()
                || !KIND.matcher(what).matches()) {
            return Optional.of("apiVersion or kind is not well-formed");
        }
        if (manifest.tree().get("metadata") != null && !(manifest.tree().get("metadata") instanceof Map<?, ?>)) {
            return Optional.of("metadata of this " + what + " is not a map");
        }
        if (manifest.metadata().get("generateName") != null) {
            return Optional.of("this " + what
                    + " has metadata.generateName: every apply would create another object. Give it a name");
        }
        Object name = manifest.metadata().get("name");
        if (name == null || name.equals("")) {
            return Optional.of("metadata.name of this " + what + " is missing");
        }
        if (!(name instanceof String text) || !NAME.matcher(text).matches()) {
            return Optional.of(
                    "metadata.name of this " + what + " is not a valid name (a text of letters, digits, '-', '.')");
        }
        Object namespace = manifest.metadata().get("namespace");
        if (namespace != null && !(namespace instanceof String label && (label.isEmpty() || Names.isDnsLabel(label)))) {
            return Optional.of("metadata.namespace of " + what + " '" + text + "' is not a DNS label");
        }
        return Optional.empty();
    }
}
