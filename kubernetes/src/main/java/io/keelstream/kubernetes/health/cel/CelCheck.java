package io.keelstream.kubernetes.health.cel;

import io.keelstream.kubernetes.object.GroupKind;

/**
 * An installation's check of one kind: expressions over {@code object}, each true or false, asked in this order. Where
 * none holds, the object is progressing.
 *
 * @param kind the kind that it judges
 * @param healthy when the object is healthy; empty for never
 * @param degraded when it is degraded; empty for never
 * @param progressing when it is progressing; empty for whenever nothing else holds
 */
public record CelCheck(GroupKind kind, String healthy, String degraded, String progressing) {}
