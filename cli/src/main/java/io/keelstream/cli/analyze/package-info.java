/** The command {@code analyze}: the canary verdict for recorded metrics. */
@NullMarked
package io.keelstream.cli.analyze;

import org.jspecify.annotations.NullMarked;
