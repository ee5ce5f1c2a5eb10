/** The cluster client against a whole API: the same tests on the sandbox and on a real control plane. */
@NullMarked
package io.keelstream.e2e.client;

import org.jspecify.annotations.NullMarked;
