/** Programs that tests run, to their end or beside the test with their output in a file, and free ports for them. */
@NullMarked
package io.keelstream.testing.process;

import org.jspecify.annotations.NullMarked;
