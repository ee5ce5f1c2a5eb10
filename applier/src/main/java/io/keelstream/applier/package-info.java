/** Executes plans and tells what happened. */
@NullMarked
package io.keelstream.applier;

import org.jspecify.annotations.NullMarked;
