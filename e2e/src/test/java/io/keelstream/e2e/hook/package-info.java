/** Hooks, from the file in Git to the Job in the cluster. */
@NullMarked
package io.keelstream.e2e.hook;

import org.jspecify.annotations.NullMarked;
