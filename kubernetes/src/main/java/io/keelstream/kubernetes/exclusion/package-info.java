/** Fields of others that exclude what Git sets: which they are, and whether the server takes an object without them. */
@NullMarked
package io.keelstream.kubernetes.exclusion;

import org.jspecify.annotations.NullMarked;
