/** Which workloads something else scales, so that their replicas are not ours. Pure. */
@NullMarked
package io.keelstream.kubernetes.scale;

import org.jspecify.annotations.NullMarked;
