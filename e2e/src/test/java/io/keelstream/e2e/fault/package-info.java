/** What goes wrong between Keelstream and a cluster, on the sandbox and on a real control plane. */
@NullMarked
package io.keelstream.e2e.fault;

import org.jspecify.annotations.NullMarked;
