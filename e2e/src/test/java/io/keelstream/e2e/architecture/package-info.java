/** Rules that hold for the code of every module. */
@NullMarked
package io.keelstream.e2e.architecture;

import org.jspecify.annotations.NullMarked;
