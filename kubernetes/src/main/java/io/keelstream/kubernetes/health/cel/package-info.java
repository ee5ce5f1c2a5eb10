/** Health checks as expressions: those of an installation, and those that come with Keelstream. */
@NullMarked
package io.keelstream.kubernetes.health.cel;

import org.jspecify.annotations.NullMarked;
