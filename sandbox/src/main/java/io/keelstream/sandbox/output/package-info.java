/** The forms in which objects leave the sandbox: whole, as metadata alone, as rows of a table, in another version. */
@NullMarked
package io.keelstream.sandbox.output;

import org.jspecify.annotations.NullMarked;
