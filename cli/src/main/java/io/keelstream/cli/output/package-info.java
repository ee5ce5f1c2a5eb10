/** How commands print: text tables or JSON. */
@NullMarked
package io.keelstream.cli.output;

import org.jspecify.annotations.NullMarked;
