/** Rules that an installation writes itself, in CEL. */
@NullMarked
package io.keelstream.kubernetes.policy.cel;

import org.jspecify.annotations.NullMarked;
