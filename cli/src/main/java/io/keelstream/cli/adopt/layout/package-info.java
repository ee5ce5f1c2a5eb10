/** Which file holds which drafts, under which names, and its text. Pure. */
@NullMarked
package io.keelstream.cli.adopt.layout;

import org.jspecify.annotations.NullMarked;
