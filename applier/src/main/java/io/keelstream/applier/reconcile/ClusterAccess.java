package io.keelstream.applier.reconcile;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.kubernetes.client.ClusterClient;

/** One cluster: the way to it, and how it looks now. */
public record ClusterAccess(ClusterClient client, LiveObjects live) {}
