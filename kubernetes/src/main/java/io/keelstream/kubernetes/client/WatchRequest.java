package io.keelstream.kubernetes.client;

/**
 * What to watch.
 *
 * @param type the resource
 * @param namespace one namespace; empty for all
 * @param labelSelector as the server reads it; empty for everything
 * @param metadataOnly ask for PartialObjectMetadata: no body ever reaches this process
 */
public record WatchRequest(ResourceType type, String namespace, String labelSelector, boolean metadataOnly) {}
