/** What kubectl prints: the same on the sandbox as a real control plane once made it print. */
@NullMarked
package io.keelstream.e2e.kubectl;

import org.jspecify.annotations.NullMarked;
