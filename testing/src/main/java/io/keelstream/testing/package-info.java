/** Stand-ins that the tests of several modules share. */
@NullMarked
package io.keelstream.testing;

import org.jspecify.annotations.NullMarked;
