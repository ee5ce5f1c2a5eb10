package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/**
 * All objects of a selection at one moment.
 *
 * @param objects the objects, in the server's order
 * @param resourceVersion the moment; a watch from here misses nothing
 */
record Listing(List<Manifest> objects, String resourceVersion) {}
