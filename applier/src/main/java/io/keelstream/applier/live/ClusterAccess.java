package io.keelstream.applier.live;

import io.keelstream.kubernetes.client.ClusterClient;

/** One cluster: the way to it, and how it looks now. */
public record ClusterAccess(ClusterClient client, LiveObjects live) {}
