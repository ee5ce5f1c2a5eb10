/** A person's word that one object is to be left alone for a while, as it stands on the object itself. */
@NullMarked
package io.keelstream.kubernetes.hold;

import org.jspecify.annotations.NullMarked;
