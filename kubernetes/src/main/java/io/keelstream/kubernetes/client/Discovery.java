package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.GroupKind;

/** What the cluster serves. Cached; asks again on a miss, at most once per second. Thread-safe. */
public interface Discovery {

    /** The resource of exactly this version; NOT_FOUND when the cluster does not serve it. */
    ApiResult<ResourceType> find(String apiVersion, String kind);

    /** The resource in the version the server prefers: for objects known by identity only. */
    ApiResult<ResourceType> preferred(GroupKind groupKind);

    /** Forgets everything, so that the next look-up asks the server. */
    void refresh();
}
