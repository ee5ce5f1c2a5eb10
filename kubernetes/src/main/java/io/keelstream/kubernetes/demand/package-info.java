/** What the pods of a target request, and how that changes. Pure. */
@NullMarked
package io.keelstream.kubernetes.demand;

import org.jspecify.annotations.NullMarked;
