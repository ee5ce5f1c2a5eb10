/** Keelstream's use of a Kubernetes cluster. */
@NullMarked
package io.keelstream.kubernetes;

import org.jspecify.annotations.NullMarked;
