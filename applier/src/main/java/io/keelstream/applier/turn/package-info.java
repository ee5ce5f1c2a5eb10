/** Which releases run on a cluster at once. */
@NullMarked
package io.keelstream.applier.turn;

import org.jspecify.annotations.NullMarked;
