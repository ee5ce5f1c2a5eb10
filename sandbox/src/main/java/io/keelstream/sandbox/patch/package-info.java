/** The patches that are applied to a whole object as it is: JSON patch, JSON merge patch, strategic merge patch. Pure. */
@NullMarked
package io.keelstream.sandbox.patch;

import org.jspecify.annotations.NullMarked;
