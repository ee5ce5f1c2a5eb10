/**
 * The edge to the expression language CEL: health checks that an installation writes for kinds of its own.
 */
@NullMarked
package io.keelstream.kubernetes.health.cel;

import org.jspecify.annotations.NullMarked;
