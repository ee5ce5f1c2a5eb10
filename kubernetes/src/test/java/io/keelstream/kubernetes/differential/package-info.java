/** The merge engine compared with a real API server. */
@NullMarked
package io.keelstream.kubernetes.differential;

import org.jspecify.annotations.NullMarked;
