/** The command {@code analyze}: what the canary gate would have said on recorded metrics. */
@NullMarked
package io.keelstream.cli.analyze;

import org.jspecify.annotations.NullMarked;
