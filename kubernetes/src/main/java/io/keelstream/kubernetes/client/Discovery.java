package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.GroupKind;
import java.util.List;

/** What the cluster serves. Cached; asks again on a miss, at most once per second. Thread-safe. */
public interface Discovery {

    /** The resource of exactly this version; NOT_FOUND when the cluster does not serve it. */
    ApiResult<ResourceType> find(String apiVersion, String kind);

    /** The resource in the version the server prefers: for objects known by identity only. */
    ApiResult<ResourceType> preferred(GroupKind groupKind);

    /** Every kind that is served now, each in the version the server prefers; kinds of groups that do not answer are missing. */
    ApiResult<List<ResourceType>> all();

    /** Everything that is served now, in every version. Always asks the server. */
    ApiResult<Served> served();

    /** Forgets everything, so that the next look-up asks the server. */
    void refresh();
}
