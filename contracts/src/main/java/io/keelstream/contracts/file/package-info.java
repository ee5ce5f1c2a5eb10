/** Who may read files that Keelstream writes. */
@NullMarked
package io.keelstream.contracts.file;

import org.jspecify.annotations.NullMarked;
