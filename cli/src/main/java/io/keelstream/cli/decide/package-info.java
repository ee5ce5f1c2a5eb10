/** The commands by which a person decides about a running canary, and the answer to each. */
@NullMarked
package io.keelstream.cli.decide;

import org.jspecify.annotations.NullMarked;
