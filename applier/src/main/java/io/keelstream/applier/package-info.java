/** Executes plans and reports the result. */
@NullMarked
package io.keelstream.applier;

import org.jspecify.annotations.NullMarked;
