/** Hooks of a release: what is created for a run, and what its object says of it. Pure. */
@NullMarked
package io.keelstream.applier.hook;

import org.jspecify.annotations.NullMarked;
