/** The state folder: who holds it, and the keys of this installation. */
@NullMarked
package io.keelstream.standalone.state;

import org.jspecify.annotations.NullMarked;
