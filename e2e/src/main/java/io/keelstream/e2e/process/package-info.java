/** Programs that suites run: to their end, or beside the suite with their output in a file. */
@NullMarked
package io.keelstream.e2e.process;

import org.jspecify.annotations.NullMarked;
