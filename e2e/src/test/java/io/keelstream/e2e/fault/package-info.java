/** The main path while something between Keelstream and the cluster goes wrong, on the sandbox and on a real control plane. */
@NullMarked
package io.keelstream.e2e.fault;

import org.jspecify.annotations.NullMarked;
