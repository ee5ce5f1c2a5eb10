package io.keelstream.sandbox.resource;

import java.util.Set;

/**
 * A part of a resource with a path of its own.
 *
 * @param name e.g. {@code status}
 * @param group group of the kind it speaks; empty means the resource's own
 * @param version version of that kind; empty means the resource's own
 * @param kind e.g. {@code Scale}
 * @param verbs served verbs
 */
public record Subresource(String name, String group, String version, String kind, Set<String> verbs) {

    public Subresource {
        verbs = Set.copyOf(verbs);
    }
}
