/** What is said about faults that are injected in Git and in a cluster. */
@NullMarked
package io.keelstream.e2e.explain;

import org.jspecify.annotations.NullMarked;
