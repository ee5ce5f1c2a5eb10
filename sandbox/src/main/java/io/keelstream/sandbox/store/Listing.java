package io.keelstream.sandbox.store;

import java.util.List;

/**
 * The objects of a type at one moment.
 *
 * @param revision the store's revision at that moment
 * @param objects in the order of their keys
 */
public record Listing(long revision, List<StoredObject> objects) {}
