/**
 * Canonical JSON of a plain-value tree, and the digests over it that show whether an object changed.
 */
@NullMarked
package io.keelstream.kubernetes.digest;

import org.jspecify.annotations.NullMarked;
