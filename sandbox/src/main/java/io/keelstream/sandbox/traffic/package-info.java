/** Pretended traffic: routes that split it, pods that answer it, and the metrics that it leaves. */
@NullMarked
package io.keelstream.sandbox.traffic;

import org.jspecify.annotations.NullMarked;
