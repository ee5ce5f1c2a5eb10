/** Targets: their names, their policy, and the public read model that tells how each one is. */
@NullMarked
package io.keelstream.contracts.targets;

import org.jspecify.annotations.NullMarked;
